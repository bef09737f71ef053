import { ActionIcon, Button, Menu } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconCopy, IconDownload, IconHistory, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { Suspense, useMemo, useState } from 'react';
import { AppError } from '../../../../shared/errors.ts';
import { useApi } from '../../../app/context.tsx';
import { Hint } from '../../../app/hint.tsx';
import { lazyRoom } from '../../../app/lazy-room.tsx';
import { t } from '../../../app/texts.ts';
import { useTopicLook } from '../../../app/use-topic-look.ts';
import { useCopy } from '../../../ui/copy/index.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { formatCount, formatDuration } from '../../../ui/format.ts';
import { toShownError } from '../../../ui/shown-error.ts';
import { hasMore, isBusy, type SessionState } from '../session-state.ts';
import { SaveDialog } from './save-dialog.tsx';
import { examples, lineAndColumn, remember, toCsv } from './sql-model.ts';
import { SqlResult } from './sql-result.tsx';
import { useSql, type SqlState } from './use-sql.ts';
import classes from './tools.module.css';

/** The editor is a third of a megabyte: it comes when the first question is asked. */
const Editor = lazyRoom(() => import('./sql-editor.tsx').then((module) => module.SqlEditor));

type SqlProps = {
  readonly clusterId: string;
  readonly topic: string;
  readonly state: SessionState;
  readonly onReadAll: () => void;
};

/** Questions in SQL about what was read. */
export function SqlPanel({ clusterId, topic, state, onReadAll }: SqlProps) {
  const [look, change] = useTopicLook(clusterId, topic);
  const sql = useSql(state.sessionId);
  const known = useKnownColumns(state);
  const [start, setStart] = useState({ text: look.statements[0] ?? examples(null)[1]?.sql ?? '' });
  const [text, setText] = useState(start.text);
  const run = (): void => {
    if (text.trim() === '') return;
    change(({ statements }) => ({ statements: [...remember(statements, text)] }));
    sql.run(text);
  };
  const load = (statement: string): void => {
    setStart({ text: statement });
    setText(statement);
  };
  const isRunning = sql.state.kind === 'running';
  return (
    <div className={classes.tool}>
      <div className={classes.toolBar}>
        {isRunning ? (
          <Button leftSection={<IconPlayerStop size={14} />} onClick={sql.cancel}>
            {t('common.cancel')}
          </Button>
        ) : (
          <Hint label={t('results.sqlRun')} keys={['mod+enter']}>
            <Button
              variant="filled"
              leftSection={<IconPlayerPlay size={14} />}
              disabled={state.sessionId === null}
              onClick={run}
            >
              {t('results.sqlRun')}
            </Button>
          </Hint>
        )}
        <Examples field={known.field} onChoose={load} />
        <History statements={look.statements} onChoose={load} />
        <span className={classes.toolText} role="status">
          {stateText(sql.state, state)}
        </span>
        {hasMore(state) || isBusy(state) ? (
          <Button variant="subtle" disabled={isBusy(state)} title={t('results.readAllHint')} onClick={onReadAll}>
            {t('results.readAll')}
          </Button>
        ) : null}
        {sql.state.kind === 'done' ? <TakeAway done={sql.state} sessionId={state.sessionId} topic={topic} /> : null}
      </div>
      <div className={classes.editor}>
        <Suspense fallback={<p className={classes.loading}>{t('common.loading')}</p>}>
          <Editor.View
            start={start}
            label={t('results.sqlStatement')}
            placeholder={t('results.sqlPlaceholder')}
            schema={known.schema}
            problem={problemOf(sql.state)}
            onChange={setText}
            onRun={run}
          />
        </Suspense>
      </div>
      <Outcome state={sql.state} />
    </div>
  );
}

function Outcome({ state }: { readonly state: SqlState }) {
  if (state.kind === 'done') return <SqlResult result={state.result} />;
  if (state.kind === 'failed') return <Problem sql={state.sql} error={state.error} />;
  if (state.kind === 'running') return <p className={classes.loading}>{t('results.sqlRunning')}</p>;
  return <EmptyState title={t('results.sqlTitle')} hint={t('results.sqlEmpty')} />;
}

function Problem({ sql, error }: { readonly sql: string; readonly error: unknown }) {
  const { message, hint } = toShownError(error);
  const position = positionOf(error);
  const where = position === null ? '' : t('results.sqlWhere', lineAndColumn(sql, position));
  return (
    <div className={classes.problem} role="alert">
      {where}
      <pre>{message}</pre>
      {hint ?? ''}
    </div>
  );
}

function positionOf(error: unknown): number | null {
  const position = error instanceof AppError ? error.context['position'] : undefined;
  return typeof position === 'number' ? position : null;
}

function problemOf(state: SqlState): { readonly position: number; readonly message: string } | null {
  if (state.kind !== 'failed') return null;
  const position = positionOf(state.error);
  return position === null ? null : { position, message: toShownError(state.error).message };
}

const NO_SCHEMA = { records: [], fields: [] };

/** Columns to complete, and one worth an example: text that most records have. */
function useKnownColumns({ sessionId, received }: SessionState) {
  const api = useApi();
  const query = useQuery({
    // Once, and again when there are ten times as many rows to learn from.
    queryKey: ['result-columns', sessionId, Math.ceil(Math.log10(received + 1))],
    queryFn: ({ signal }) => api.results.columns({ sessionId: sessionId ?? '' }, { signal }),
    enabled: sessionId !== null && received > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
  return useMemo(() => {
    const columns = query.data?.columns ?? [];
    const of = (table: 'records' | 'fields'): string[] =>
      columns.filter((column) => column.table === table).map((column) => column.sql);
    const field = columns.find(
      ({ table, type, nullShare }) => table === 'fields' && type === 'VARCHAR' && (nullShare ?? 1) < 0.5,
    );
    return {
      schema: columns.length === 0 ? NO_SCHEMA : { records: of('records'), fields: of('fields') },
      field: field?.sql ?? null,
    };
  }, [query.data]);
}

function stateText(sql: SqlState, session: SessionState): string {
  if (sql.kind !== 'done') return t('results.overRowsSoFar', { count: session.received });
  const { rowCount, isCut, cutCells, tookMs, loaded, of, notes } = sql.result;
  return [
    t(isCut ? 'results.sqlFirstRows' : 'results.sqlRows', { count: rowCount }),
    t('results.overRows', { loaded, of }),
    formatDuration(tookMs),
    ...(cutCells > 0 ? [t('results.sqlCutCells', { count: cutCells })] : []),
    ...notes,
  ].join(' · ');
}

type ChooseProps = { readonly onChoose: (sql: string) => void };

function Examples({ field, onChoose }: ChooseProps & { readonly field: string | null }) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button>{t('results.sqlExamples')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {examples(field).map((example) => (
          <Menu.Item key={example.id} onClick={() => onChoose(example.sql)}>
            {example.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function History({ statements, onChoose }: ChooseProps & { readonly statements: ReadonlyArray<string> }) {
  if (statements.length === 0) return null;
  return (
    <Menu position="bottom-start" width={480}>
      <Menu.Target>
        <ActionIcon aria-label={t('results.sqlHistory')} title={t('results.sqlHistory')}>
          <IconHistory size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown style={{ maxHeight: 320, overflow: 'auto' }}>
        {statements.map((statement) => (
          <Menu.Item key={statement} className="mono" onClick={() => onChoose(statement)}>
            {statement.replace(/\s+/g, ' ').slice(0, 200)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

type TakeAwayProps = {
  readonly done: Extract<SqlState, { kind: 'done' }>;
  readonly sessionId: string | null;
  readonly topic: string;
};

/** What is shown to the clipboard; the whole result to a file. */
function TakeAway({ done: { sql, result }, sessionId, topic }: TakeAwayProps) {
  const [isSaving, setSaving] = useState(false);
  const { copy } = useCopy({ copied: t('common.copied'), failed: t('records.copyFailed') });
  const csv = (): string =>
    toCsv(
      result.columns.map((column) => column.name),
      result.rows,
    );
  return (
    <>
      <ActionIcon
        aria-label={t('results.sqlCopy')}
        title={t('results.sqlCopy')}
        onClick={() => copy(csv(), t('results.sqlCopied', { count: formatCount(result.rows.length) }))}
      >
        <IconCopy size={15} />
      </ActionIcon>
      <ActionIcon
        aria-label={t('results.sqlSave')}
        title={t('results.sqlSave')}
        disabled={sessionId === null}
        onClick={() => setSaving(true)}
      >
        <IconDownload size={15} />
      </ActionIcon>
      {isSaving && sessionId !== null ? (
        <SaveDialog sessionId={sessionId} topics={[topic]} marked={[]} sql={sql} onClose={() => setSaving(false)} />
      ) : null}
    </>
  );
}
