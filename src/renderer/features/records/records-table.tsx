import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import type { Ref } from 'react';
import type { RecordRow } from '../../../shared/contract/records.ts';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { VirtualTable, type TableHandle } from '../../ui/virtual-table/index.ts';
import { NoRecords } from './no-records.tsx';
import { columnActions } from './results/column-actions.ts';
import { rowActions } from './row-actions.ts';
import type { ResultsControl } from './results/use-results.ts';
import type { RecordCopy } from './use-record-copy.ts';
import type { RecordsScreen } from './use-records-view.ts';
import classes from './records.module.css';

type TableProps = {
  readonly screen: RecordsScreen;
  readonly results: ResultsControl;
  readonly copy: RecordCopy;
  readonly handle: Ref<TableHandle>;
  readonly onClosePanel: () => void;
};

/** The list of records, what went wrong with it, and the way back to the newest. */
export function RecordsTable({ screen, results, copy, handle, onClosePanel }: TableProps) {
  const { state, session, options } = screen;
  const { sessionId } = state;
  // A session that never opened, or that the core has forgotten, cannot go on: it starts anew.
  const retry = sessionId === null || isForgotten(state.error) ? options.refresh : session.resume;
  if (state.error !== null && state.rows.length === 0) return <ErrorView error={state.error} onRetry={retry} />;
  return (
    <>
      {state.error !== null ? (
        <div className={classes.failed}>
          <ErrorView size="inline" error={state.error} onRetry={retry} />
        </div>
      ) : null}
      {(state.progress?.notes.length ?? 0) > 0 ? (
        <p className={classes.notes} role="note">
          {state.progress?.notes.join(' · ')}
        </p>
      ) : null}
      <VirtualTable
        handle={handle}
        label={t('records.table', { topic: screen.topic })}
        columns={screen.columns.columns}
        rows={screen.rows}
        rowKey={recordKey}
        selectedKey={screen.selected}
        onSelect={screen.select}
        selection={screen.selection}
        onSelection={(keys) => screen.setSelection(keys as ReadonlySet<number>)}
        onOpen={() => screen.openPanel(true)}
        onPeek={screen.togglePanel}
        onEscape={onClosePanel}
        onCopy={(row) => {
          if (results.marked.length > 1) results.copyMarked('jsonl');
          else if (sessionId !== null) copy.value({ sessionId, id: row.id });
        }}
        actionsOf={(row) => rowActions(row, screen, results, copy)}
        sort={screen.sort}
        {...(screen.setSort === undefined ? {} : { onSort: screen.setSort })}
        widths={screen.columns.widths}
        onWidths={screen.columns.setWidths}
        onReorder={screen.columns.reorder}
        columnActionsOf={(column) => columnActions(column, screen.columns, screen)}
        loading={state.progress === null && state.halted === null}
        empty={<NoRecords state={state} session={session} options={options} />}
        following={screen.following}
        {...(screen.isLive ? { onFollow: screen.setFollowing } : {})}
        dropped={state.rows.first}
      />
      {screen.isLive && !screen.following && state.rows.length > 0 ? (
        <div className={classes.toNewest}>
          <Button
            variant="filled"
            aria-label={`${t('records.newRows', { count: screen.newRows })}. ${t('records.toNewest')}`}
            title={t('records.toNewest')}
            rightSection={<IconArrowDown size={14} />}
            onClick={() => screen.setFollowing(true)}
          >
            {t('records.newRows', { count: screen.newRows })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function recordKey(row: RecordRow): number {
  return row.id;
}

function isForgotten(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'SESSION_CLOSED';
}
