import { ActionIcon, Button } from '@mantine/core';
import { IconKey, IconRefresh } from '@tabler/icons-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { RecordRow } from '../../../../shared/contract/records.ts';
import { usePreferences } from '../../../app/context.tsx';
import { ErrorView } from '../../../app/error-view.tsx';
import { Hint } from '../../../app/hint.tsx';
import { t } from '../../../app/texts.ts';
import { useLayout } from '../../../app/use-layout.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { formatCount } from '../../../ui/format.ts';
import { VirtualTable, type TableHandle } from '../../../ui/virtual-table/index.ts';
import { RecordPanel } from '../record-panel.tsx';
import { hasMore, isBusy, type SessionState } from '../session-state.ts';
import type { RecordSession, SessionRequest } from '../record-session.ts';
import { useRecordCopy } from '../use-record-copy.ts';
import { useRecordSession } from '../use-record-session.ts';
import { keyFilter } from './key-filter.ts';
import { keyLineColumns, topicColor } from './key-line-columns.tsx';
import records from '../records.module.css';
import classes from './key-line.module.css';

export type KeyLineProps = {
  readonly clusterId: string;
  readonly topics: ReadonlyArray<string>;
  readonly recordKey: string;
  readonly onOpenTopic: (topic: string) => void;
};

const NO_COLUMNS: ReadonlyArray<string> = [];

/** One key through several topics, oldest first, with the time between its records. */
export function KeyLineView({ clusterId, topics, recordKey, onOpenTopic }: KeyLineProps) {
  const mode = usePreferences((preferences) => preferences.time);
  const [generation, setGeneration] = useState(0);
  const request = useKeyRequest(clusterId, topics, recordKey);
  const [state, session] = useRecordSession(request, generation, NO_COLUMNS);
  const [kept, setView] = useState<View>({ session, selected: null, isOpen: false, focus: 0, find: 0 });
  const view = kept.session === session ? kept : { ...kept, session, selected: null, isOpen: false };
  const [widths, setWidths] = useLayout('records.key');
  const copy = useRecordCopy(clusterId);
  const table = useRef<TableHandle>(null);
  const columns = useMemo(() => {
    const topicOf = (row: RecordRow): string => state.topics[row.topic]?.topic ?? '';
    return keyLineColumns(mode, state.rows, topicOf);
  }, [mode, state.rows, state.topics]);
  const closePanel = (): void => {
    setView({ ...view, isOpen: false });
    table.current?.focus();
  };
  const { sessionId } = state;
  return (
    <div className={records.view}>
      <Head topics={topics} recordKey={recordKey} onOpenTopic={onOpenTopic}>
        <Hint label={t('records.refresh')}>
          <ActionIcon aria-label={t('records.refresh')} onClick={() => setGeneration(generation + 1)}>
            <IconRefresh size={16} />
          </ActionIcon>
        </Hint>
      </Head>
      {state.error === null ? null : (
        <div className={records.failed}>
          <ErrorView size="inline" error={state.error} onRetry={() => setGeneration(generation + 1)} />
        </div>
      )}
      <Group orientation="vertical" className={records.split}>
        <Panel id="line" minSize="25%" className={records.listPanel}>
          <VirtualTable
            handle={table}
            label={t('results.keyTable', { key: recordKey })}
            columns={columns}
            rows={state.rows}
            rowKey={(row: RecordRow) => row.id}
            selectedKey={view.selected}
            onSelect={(row: RecordRow, cause) =>
              setView({ ...view, selected: row.id, isOpen: view.isOpen || cause === 'pointer' })
            }
            onOpen={() => setView({ ...view, isOpen: true, focus: view.focus + 1 })}
            onPeek={() => setView({ ...view, isOpen: !view.isOpen })}
            onEscape={closePanel}
            onCopy={(row: RecordRow) => {
              if (sessionId !== null) copy.value({ sessionId, id: row.id });
            }}
            widths={widths}
            onWidths={setWidths}
            loading={state.progress === null && state.error === null}
            empty={
              isBusy(state) ? null : <EmptyState title={t('results.keyNothing')} hint={t('results.keyNothingHint')} />
            }
          />
        </Panel>
        {view.isOpen && view.selected !== null && sessionId !== null ? (
          <>
            <Separator className={records.separator} data-dock="bottom" />
            <Panel id="record" minSize="20%" defaultSize="45%">
              <RecordPanel
                name={{ sessionId, id: view.selected }}
                copy={copy}
                actions={null}
                focusRequest={view.focus}
                findRequest={view.find}
                onFind={() => setView({ ...view, find: view.find + 1 })}
                onClose={closePanel}
              />
            </Panel>
          </>
        ) : null}
      </Group>
      <Progress state={state} session={session} />
    </div>
  );
}

type View = {
  readonly session: RecordSession;
  readonly selected: number | null;
  readonly isOpen: boolean;
  readonly focus: number;
  readonly find: number;
};

function useKeyRequest(clusterId: string, topics: ReadonlyArray<string>, key: string): SessionRequest {
  const looks = usePreferences((preferences) => preferences.topics);
  // As text: other memories of the topics change without the session starting anew.
  const known = JSON.stringify(
    topics.flatMap((topic) => {
      const decode = looks[`${clusterId}/${topic}`]?.decode ?? null;
      return decode === null ? [] : [[topic, decode]];
    }),
  );
  return useMemo(
    () => ({
      clusterId,
      topics: topics.map((topic) => ({ topic, partitions: [] })),
      from: { kind: 'beginning' },
      until: { kind: 'end' },
      order: 'oldest',
      isolation: 'read-committed',
      markers: false,
      filter: keyFilter(key),
      decode: Object.fromEntries(JSON.parse(known) as Array<[string, SessionRequest['decode'][string]]>),
      latestPerKey: false,
    }),
    [clusterId, topics, key, known],
  );
}

function Head(props: Pick<KeyLineProps, 'topics' | 'recordKey' | 'onOpenTopic'> & { readonly children: ReactNode }) {
  const { topics, recordKey, onOpenTopic } = props;
  return (
    <div className={classes.head}>
      <IconKey size={16} aria-hidden="true" />
      <span className={classes.key} title={recordKey}>
        {recordKey}
      </span>
      <ul className={classes.legend} aria-label={t('results.followTopics')}>
        {topics.map((topic, index) => (
          <li key={topic}>
            <span aria-hidden="true" className={classes.dot} style={{ color: topicColor(index) }} />
            <button type="button" onClick={() => onOpenTopic(topic)}>
              {topic}
            </button>
          </li>
        ))}
      </ul>
      {props.children}
    </div>
  );
}

/** How far the search is: every topic is read to its end. */
function Progress({ state, session }: { readonly state: SessionState; readonly session: RecordSession }) {
  const { progress } = state;
  const text =
    progress === null
      ? t('records.opening')
      : t('results.keyProgress', {
          found: progress.matched,
          read: progress.read,
          total: progress.total === null ? '' : formatCount(progress.total),
        });
  return (
    <div className={records.progress} role="group" aria-label={t('records.progress')}>
      <span className={records.progressText} role="status">
        {text}
        {(progress?.notes.length ?? 0) > 0 ? ` · ${progress?.notes.join(' · ')}` : ''}
      </span>
      {hasMore(state) ? (
        <Button onClick={() => session.loadMore()}>{t('records.loadMore', { count: 500 })}</Button>
      ) : null}
      {isBusy(state) && sessionIsOpen(state) ? <Button onClick={session.stop}>{t('records.stop')}</Button> : null}
      {state.halted === null ? null : <Button onClick={session.resume}>{t('records.resume')}</Button>}
    </div>
  );
}

function sessionIsOpen({ sessionId }: SessionState): boolean {
  return sessionId !== null;
}
