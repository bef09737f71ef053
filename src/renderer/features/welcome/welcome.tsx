import { Button, TextInput } from '@mantine/core';
import { IconDatabasePlus, IconPlus, IconSearch } from '@tabler/icons-react';
import { useRef, type ReactNode } from 'react';
import { ErrorView } from '../../app/error-view.tsx';
import { Hint } from '../../app/hint.tsx';
import { t } from '../../app/texts.ts';
import { NEW_CLUSTER_KEYS } from '../../app/app-keys.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { About } from './about.tsx';
import { ClusterList } from './cluster-list.tsx';
import { Notices } from './notices.tsx';
import { TransferMenu } from './transfer-menu.tsx';
import { useWelcome } from './use-welcome.ts';
import classes from './welcome.module.css';

type Props = { readonly localKafka: ReactNode; readonly consent: ReactNode };

/** The first screen. `localKafka` and `consent` are other rooms' parts, put here by the app. */
export function Welcome({ localKafka, consent }: Props) {
  const filterRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLUListElement>(null);
  const welcome = useWelcome({ filterRef, listRef });
  const { clusters, shown, filter } = welcome;
  const isFirstStart = clusters !== null && clusters.length === 0;
  return (
    <div className={classes.page}>
      <div className={classes.columns}>
        <div className={classes.top}>
          <Notices />
        </div>
        <section className={classes.clusters} aria-labelledby="clusters-title">
          <div className={classes.head}>
            <h1 id="clusters-title" className={classes.title}>
              {t('welcome.title')}
              {clusters !== null && clusters.length > 0 && (
                <span className={classes.count}>
                  {filter === ''
                    ? String(clusters.length)
                    : t('common.countOfTotal', { count: shown.length, total: clusters.length })}
                </span>
              )}
            </h1>
            {!isFirstStart && (
              <Hint label={t('welcome.filter')} keys={['mod+f']}>
                <TextInput
                  ref={filterRef}
                  className={classes.filter}
                  aria-label={t('welcome.filter')}
                  placeholder={t('welcome.filter')}
                  leftSection={<IconSearch size={14} />}
                  value={filter}
                  spellCheck={false}
                  onChange={(event) => welcome.setFilter(event.currentTarget.value)}
                  onKeyDown={welcome.onFilterKey}
                />
              </Hint>
            )}
            <TransferMenu canExport={!isFirstStart} onImport={welcome.importSome} onExport={welcome.exportAll} />
            <Hint label={t('clusters.new')} keys={NEW_CLUSTER_KEYS}>
              <Button variant="filled" leftSection={<IconPlus size={14} />} onClick={welcome.create}>
                {t('clusters.new')}
              </Button>
            </Hint>
          </div>
          {welcome.error !== null && <ErrorView error={welcome.error} onRetry={welcome.retry} size="inline" />}
          {isFirstStart && (
            <EmptyState
              icon={<IconDatabasePlus size={36} stroke={1.3} />}
              title={t('welcome.firstTitle')}
              hint={t('welcome.firstHint')}
            />
          )}
          {clusters !== null && clusters.length > 0 && shown.length === 0 && (
            <EmptyState title={t('welcome.noMatch', { text: filter })}>
              <Button onClick={() => welcome.setFilter('')}>{t('welcome.clearFilter')}</Button>
            </EmptyState>
          )}
          <ClusterList clusters={shown} actions={welcome.actions} listRef={listRef} />
        </section>
        <aside className={classes.side} aria-label={t('welcome.about')}>
          {localKafka}
          <About />
          {consent}
        </aside>
      </div>
    </div>
  );
}
