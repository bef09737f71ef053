import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useCallback, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { WorkspaceTab } from '../../../../shared/contract/app.ts';
import { t } from '../../../app/texts.ts';
import { useLayout } from '../../../app/use-layout.ts';
import type { RecordsScreen } from '../use-records-view.ts';
import { pathsSeen } from './column-paths.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { FollowDialog } from './follow-dialog.tsx';
import { GroupPanel } from './group-panel.tsx';
import { HistogramStrip } from './histogram-strip.tsx';
import { ResultsBar } from './results-bar.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { SqlPanel } from './sql-panel.tsx';
import { useExpressionCheck } from './use-expression-check.ts';
import { useResultsCommands } from './use-results-commands.ts';
import type { ResultsControl } from './use-results.ts';
import tools from './tools.module.css';
import classes from '../records.module.css';

type FrameProps = {
  readonly screen: RecordsScreen;
  readonly results: ResultsControl;
  readonly isShown: boolean;
  readonly onOpenTab: ((tab: WorkspaceTab) => void) | undefined;
  /** The list and the record beside it. */
  readonly children: ReactNode;
};

/** The list with the tools around it: columns, histogram, group by, SQL, compare, save, follow. */
export function ResultsFrame({ screen, results, isShown, onOpenTab, children }: FrameProps) {
  const { state, options, topic } = screen;
  const { clusterId } = options;
  const [split, setSplit] = useLayout('results');
  const check = useExpressionCheck();
  const { rowsSeen } = results;
  const paths = useCallback(() => pathsSeen(rowsSeen(), []), [rowsSeen]);
  useResultsCommands(isShown, screen, results);
  return (
    <>
      <ResultsBar results={results} said={saidOf(screen, results)}>
        <ColumnsMenu
          columns={screen.columns}
          paths={paths}
          check={check}
          opened={results.isColumnsOpen}
          onOpened={results.setColumnsOpen}
        />
      </ResultsBar>
      {results.isHistogramOpen ? <HistogramStrip state={state} onNarrow={results.narrow} /> : null}
      <Group
        orientation="vertical"
        className={classes.split}
        onLayoutChanged={(layout, meta) => {
          const size = layout['tool'];
          if (meta.isUserInteraction && size !== undefined) setSplit({ tool: size });
        }}
      >
        <Panel id="records" minSize="20%" className={classes.listPanel}>
          {children}
        </Panel>
        {results.tool === null ? null : (
          <>
            <Separator className={classes.separator} data-dock="bottom" />
            <Panel id="tool" minSize="15%" defaultSize={`${split['tool'] ?? 45}%`}>
              <section
                className={tools.tool}
                aria-label={results.tool === 'group' ? t('results.group') : t('results.sqlTitle')}
                onKeyDown={(event) => {
                  if (event.key !== 'Escape' || event.defaultPrevented) return;
                  event.preventDefault();
                  results.closeTool();
                }}
              >
                <div className={tools.toolTabs}>
                  <strong>{results.tool === 'group' ? t('results.group') : t('results.sqlTitle')}</strong>
                  <span className={tools.spring} />
                  <ActionIcon
                    aria-label={t('results.closeTool')}
                    title={t('results.closeTool')}
                    onClick={results.closeTool}
                  >
                    <IconX size={14} />
                  </ActionIcon>
                </div>
                {results.tool === 'group' ? (
                  <GroupPanel
                    state={state}
                    field={results.groupField}
                    onField={results.groupBy}
                    paths={paths}
                    onFilter={results.addFilter}
                  />
                ) : (
                  <SqlPanel clusterId={clusterId} topic={topic} state={state} onReadAll={results.readAll} />
                )}
              </section>
            </Panel>
          </>
        )}
      </Group>
      {results.compared === null ? null : <CompareDialog compared={results.compared} onClose={results.closeCompared} />}
      {results.isSaving && state.sessionId !== null ? (
        <SaveDialog
          sessionId={state.sessionId}
          topics={state.topics.map((each) => each.topic)}
          marked={results.marked}
          onClose={results.closeSave}
        />
      ) : null}
      {results.followed === null || state.sessionId === null || onOpenTab === undefined ? null : (
        <FollowDialog
          clusterId={clusterId}
          topic={topic}
          name={{ sessionId: state.sessionId, id: results.followed }}
          onOpenTab={onOpenTab}
          onClose={results.closeFollow}
        />
      )}
    </>
  );
}

/** What is to be known about the rows as they are shown. */
function saidOf({ sort, columns, state }: RecordsScreen, { marked }: ResultsControl): string {
  const column = columns.entries.find((entry) => entry.id === sort?.column);
  return [
    ...(marked.length > 1 ? [t('results.selectedCount', { count: marked.length })] : []),
    ...(column === undefined ? [] : [t('results.sortedAmong', { column: column.title, count: state.rows.length })]),
  ].join(' · ');
}
