import { Button, CloseButton, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX, IconSearch } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import type { NetworkTarget } from '../../../shared/contract/network.ts';
import { usePreferences } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { useCommands } from '../../app/use-commands.ts';
import { useLayout } from '../../app/use-layout.ts';
import { useCopy } from '../../ui/copy/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatBytes, formatClock } from '../../ui/format.ts';
import { VirtualTable } from '../../ui/virtual-table/index.ts';
import { activityColumns } from './activity-columns.tsx';
import { activityText, addressText, targetKey, totalsOf } from './activity-text.ts';
import classes from './network.module.css';
import { useActivity } from './use-activity.ts';

/** Everybody who was contacted since the app was started. */
export function Activity() {
  const mode = usePreferences((preferences) => preferences.time);
  const columns = useMemo(() => activityColumns(mode), [mode]);
  const activity = useActivity(columns);
  const { query, rows, all, filter, setFilter } = activity;
  const [selected, setSelected] = useState<string | null>(null);
  const [widths, setWidths] = useLayout('network-activity');
  const { copy } = useCopy({ copied: t('common.copied'), failed: t('network.copyFailed') });
  const filterInput = useRef<HTMLInputElement>(null);
  const commands = useMemo(
    () => [
      {
        id: 'view.filter',
        label: t('network.filter'),
        group: t('network.title'),
        keys: ['mod+f'],
        run: () => filterInput.current?.select(),
      },
    ],
    [],
  );
  useCommands(commands);
  const error = query.error ?? activity.clear.error;
  return (
    <section aria-labelledby="network-activity" className={classes.activity}>
      <h2 id="network-activity" className={classes.heading}>
        {t('network.activity')}
      </h2>
      <p className={classes.about}>{t('network.about')}</p>
      <ForeignBanner targets={all} />
      <div className={classes.toolbar}>
        <TextInput
          ref={filterInput}
          aria-label={t('network.filter')}
          placeholder={t('network.filter')}
          className={classes.filter ?? ''}
          leftSection={<IconSearch size={14} />}
          rightSection={
            filter === '' ? null : (
              <CloseButton size="xs" aria-label={t('network.filterClear')} onClick={() => setFilter('')} />
            )
          }
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || filter === '') return;
            event.preventDefault();
            setFilter('');
          }}
          spellCheck={false}
        />
        <span className={classes.spring} />
        <Button disabled={rows.length === 0} onClick={() => copy(activityText(rows, mode), t('network.copied'))}>
          {t('network.copy')}
        </Button>
        <Button disabled={all.length === 0} loading={activity.clear.isPending} onClick={() => activity.clear.mutate()}>
          {t('network.clear')}
        </Button>
      </div>
      {error !== null && <ErrorView size="inline" error={error} onRetry={() => void query.refetch()} />}
      <div className={classes.table}>
        <VirtualTable
          label={t('network.activity')}
          columns={columns}
          rows={rows}
          rowKey={targetKey}
          selectedKey={selected}
          onSelect={(target) => setSelected(targetKey(target))}
          onCopy={(target) => copy(addressText(target))}
          actionsOf={(target) => [
            { id: 'copy', label: t('network.copyAddress'), run: () => copy(addressText(target)) },
            { id: 'copy-row', label: t('network.copyRow'), run: () => copy(activityText([target], mode)) },
          ]}
          sort={activity.sort}
          onSort={activity.setSort}
          widths={widths}
          onWidths={setWidths}
          loading={query.isPending}
          empty={<Nobody filter={filter} onClear={() => setFilter('')} />}
        />
      </div>
      <Summary targets={rows} since={query.data?.since ?? null} forgotten={query.data?.forgotten ?? 0} />
    </section>
  );
}

function ForeignBanner({ targets }: { readonly targets: ReadonlyArray<NetworkTarget> }) {
  const { foreign } = totalsOf(targets);
  if (foreign === 0) return null;
  return (
    <p className={classes.banner} role="alert">
      <IconAlertTriangle size={16} aria-hidden="true" />
      {t('network.foreignBanner', { count: foreign })}
    </p>
  );
}

type SummaryProps = {
  readonly targets: ReadonlyArray<NetworkTarget>;
  readonly since: number | null;
  readonly forgotten: number;
};

function Summary({ targets, since, forgotten }: SummaryProps) {
  const mode = usePreferences((preferences) => preferences.time);
  if (since === null) return null;
  const totals = totalsOf(targets);
  return (
    <p role="status" className={classes.summary}>
      {t('network.totals', {
        count: totals.targets,
        open: totals.open,
        sent: formatBytes(totals.sent),
        received: formatBytes(totals.received),
        since: formatClock(since, mode),
      })}
      {forgotten > 0 ? ` ${t('network.forgotten', { count: forgotten })}` : ''}
    </p>
  );
}

function Nobody({ filter, onClear }: { readonly filter: string; onClear(): void }) {
  const icon = <IconPlugConnectedX size={28} stroke={1.4} />;
  if (filter === '') return <EmptyState icon={icon} title={t('network.emptyTitle')} hint={t('network.emptyHint')} />;
  return (
    <EmptyState icon={icon} title={t('network.noMatch', { text: filter })}>
      <Button onClick={onClear}>{t('network.filterClear')}</Button>
    </EmptyState>
  );
}
