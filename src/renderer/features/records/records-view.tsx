import { useCallback, useRef } from 'react';
import type { WorkspaceTab } from '../../../shared/contract/app.ts';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useLayout } from '../../app/use-layout.ts';
import { useIsShown } from '../../ui/use-is-shown.ts';
import type { TableHandle } from '../../ui/virtual-table/index.ts';
import { ProgressBar } from './progress-bar.tsx';
import { RecordPanel } from './record-panel.tsx';
import { RecordsTable } from './records-table.tsx';
import { RecordsToolbar } from './records-toolbar.tsx';
import { panelActions } from './results/panel-actions.ts';
import { ResultsFrame } from './results/results-frame.tsx';
import { useResults } from './results/use-results.ts';
import { useRecordCopy } from './use-record-copy.ts';
import { FilterBar } from './search/filter-bar.tsx';
import { usePopovers } from './search/use-popovers.ts';
import { isBusy } from './session-state.ts';
import { useRecordsCommands } from './use-records-commands.ts';
import { useRecordsView } from './use-records-view.ts';
import classes from './records.module.css';

export type RecordsViewProps = {
  readonly clusterId: string;
  readonly topic: string;
  readonly onOpenTab?: (tab: WorkspaceTab) => void;
};

const PANEL_PERCENT = { right: 40, bottom: 45 } as const;
/** Beside the list its tabs and buttons need room, in the narrowest window too. */
const MIN_PANEL = { right: '320px', bottom: '20%' } as const;

/** The records of a topic. */
export function RecordsView({ clusterId, topic, onOpenTab }: RecordsViewProps) {
  const screen = useRecordsView(clusterId, topic);
  const results = useResults(screen);
  const copy = useRecordCopy(clusterId);
  const [split, setSplit] = useLayout('records.split');
  const root = useRef<HTMLDivElement>(null);
  const table = useRef<TableHandle>(null);
  const isShown = useIsShown(root);
  const { state, session, options, selected } = screen;
  const dock = split['bottomDock'] === 1 ? 'bottom' : 'right';
  const panelSize = split[dock] ?? PANEL_PERCENT[dock];

  const popovers = usePopovers();
  const getRows = useCallback(() => session.getState().rows, [session]);
  const onDock = useCallback(
    (next: 'right' | 'bottom') => setSplit({ bottomDock: next === 'bottom' ? 1 : 0 }),
    [setSplit],
  );
  useRecordsCommands(isShown, {
    session,
    options,
    popovers,
    find: screen.find,
    focusFilter: () => focusFilterLine(root.current),
  });
  const focusTable = useCallback(() => table.current?.focus(), []);
  const closePanel = (): void => {
    screen.closePanel();
    focusTable();
  };
  return (
    <div ref={root} className={classes.view}>
      <RecordsToolbar
        options={options}
        session={session}
        popovers={popovers}
        topics={state.topics}
        reading={isBusy(state) ? 'busy' : state.halted !== null && state.error === null ? 'stopped' : 'idle'}
        sessionId={state.sessionId}
        hasRows={state.rows.length > 0}
        dock={dock}
        onDock={onDock}
      />
      <FilterBar options={options} popovers={popovers} getRows={getRows} />
      <ResultsFrame screen={screen} results={results} isShown={isShown} onOpenTab={onOpenTab}>
        <Group
          key={dock}
          orientation={dock === 'right' ? 'horizontal' : 'vertical'}
          className={classes.split}
          onLayoutChanged={(layout, meta) => {
            const size = layout['record'];
            if (meta.isUserInteraction && size !== undefined) setSplit({ [dock]: size });
          }}
        >
          <Panel id="list" minSize="25%" className={classes.listPanel}>
            <RecordsTable screen={screen} results={results} copy={copy} handle={table} onClosePanel={closePanel} />
          </Panel>
          {screen.isPanelOpen && state.sessionId !== null && selected !== null ? (
            <>
              <Separator className={classes.separator} data-dock={dock} />
              <Panel id="record" minSize={MIN_PANEL[dock]} defaultSize={`${panelSize}%`}>
                <RecordPanel
                  name={{ sessionId: state.sessionId, id: selected }}
                  copy={copy}
                  actions={panelActions(screen, results, () => popovers.set('decode'))}
                  focusRequest={screen.focusRequest}
                  findRequest={screen.findRequest}
                  onFind={screen.find}
                  onClose={closePanel}
                />
              </Panel>
            </>
          ) : null}
        </Group>
      </ResultsFrame>
      <ProgressBar state={state} session={session} onFocusLost={focusTable} />
    </div>
  );
}

/** The line, whichever it is: an input for words, an editor for a language. */
function focusFilterLine(root: HTMLElement | null): void {
  const line = root?.querySelector<HTMLElement>('[data-filter-line] :is(input, .cm-content)');
  line?.focus();
  if (line instanceof HTMLInputElement) line.select();
}
