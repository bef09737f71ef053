import { useMemo, useState } from 'react';
import type { RecordRow } from '../../../shared/contract/records.ts';
import { useTopicLook } from '../../app/use-topic-look.ts';
import { sortRows, type GridColumn, type SelectCause, type Sort } from '../../ui/virtual-table/index.ts';
import { useColumns } from './results/use-columns.ts';
import type { Place } from '../../state/view.ts';
import type { RowList } from './row-list.ts';
import { useReadOptions } from './use-read-options.ts';
import { useRecordSession } from './use-record-session.ts';
import type { RecordSession } from './record-session.ts';

/** View state that ends with its session: ids and positions of one mean nothing in the next. */
type Look = {
  readonly session: RecordSession | null;
  readonly selected: number | null;
  /** Ids of the rows selected together; empty where `selected` stands alone. */
  readonly selection: ReadonlySet<number>;
  readonly following: boolean;
  /** Rows received when the user scrolled away from the newest. */
  readonly leftAt: number;
};

const FIRST_LOOK: Omit<Look, 'session'> = { selected: null, selection: new Set(), following: true, leftAt: 0 };

/** The record's panel: whether it is open, and who asks it for what. */
function usePanel() {
  const [isOpen, setOpen] = useState(false);
  const [focusRequest, setFocusRequest] = useState(0);
  const [findRequest, setFindRequest] = useState(0);
  return {
    isOpen,
    setOpen,
    focusRequest,
    findRequest,
    open(takeFocus: boolean) {
      setOpen(true);
      if (takeFocus) setFocusRequest((current) => current + 1);
    },
    find() {
      setOpen(true);
      setFindRequest((current) => current + 1);
    },
  };
}

/** All that the records screen knows and can do; the view only draws it. */
export function useRecordsView(clusterId: string, topic: string) {
  const options = useReadOptions(clusterId, topic);
  const [topicLook] = useTopicLook(clusterId, topic);
  const [state, session] = useRecordSession(options.request, options.generation, topicLook.columns);
  const panel = usePanel();
  const [kept, setLook] = useState<Look>({ session: null, ...FIRST_LOOK });

  const look = kept.session === session ? kept : { session, ...FIRST_LOOK };
  const columns = useColumns(clusterId, topic, state.topics);
  usePlacedRow(options.place, placedRow(options.place, state.rows, session), (row) => {
    setLook({ session, ...FIRST_LOOK, selected: row.id });
    panel.setOpen(true);
  });
  const { rows, sort, setSort } = useSortedRows(state.rows, columns.columns, session.isLive);
  const following = session.isLive && look.following;

  const setFollowing = (next: boolean): void =>
    setLook({ ...look, following: next, leftAt: next ? 0 : state.received });
  const select = (row: RecordRow, cause: SelectCause): void => {
    // A row that is being looked at must not run away.
    const stays = following && cause !== 'focus';
    // As it is now, not as it was drawn: the selection of several rows changes in the same event.
    setLook((now) => ({
      ...(now.session === session ? now : look),
      selected: row.id,
      following: look.following && !stays,
      leftAt: stays ? state.received : look.leftAt,
    }));
    if (cause === 'pointer') panel.setOpen(true);
  };
  const setSelection = (keys: ReadonlySet<number>): void =>
    setLook((now) => ({ ...(now.session === session ? now : look), selection: keys }));
  /** Find works in the record that is shown: the selected one, else the first. */
  const find = (): void => {
    const first = rows.at(0);
    if (look.selected === null && first !== undefined) select(first, 'keyboard');
    panel.find();
  };
  return {
    topic,
    topicOf: (row: RecordRow): string => state.topics[row.topic]?.topic ?? topic,
    options,
    state,
    session,
    columns,
    rows,
    isLive: session.isLive,
    sort,
    setSort,
    selected: look.selected,
    select,
    selection: look.selection,
    setSelection,
    following,
    setFollowing,
    newRows: session.isLive && !following ? state.received - look.leftAt : 0,
    isPanelOpen: panel.isOpen && look.selected !== null,
    openPanel: panel.open,
    togglePanel: () => panel.setOpen(!panel.isOpen),
    closePanel: () => panel.setOpen(false),
    focusRequest: panel.focusRequest,
    findRequest: panel.findRequest,
    find,
  };
}
/** Opens the record that was asked for, once. */
function usePlacedRow(place: Place | null, row: RecordRow | null, open: (row: RecordRow) => void): void {
  const [opened, setOpened] = useState<Place | null>(null);
  if (row === null || opened === place) return;
  setOpened(place);
  open(row);
}

/** The record that was asked for by its place, once it is there: its session begins with it. */
function placedRow(place: Place | null, rows: RowList, { request }: RecordSession): RecordRow | null {
  const first = rows.at(0);
  if (place === null || first === undefined || request.from.kind !== 'offset') return null;
  return first.partition === place.partition && first.offset === place.offset ? first : null;
}

/** A live list shows arrival order: rows that jump into the middle of a sort cannot be followed. */
function useSortedRows(all: RowList, columns: ReadonlyArray<GridColumn<RecordRow>>, isLive: boolean) {
  const [chosen, setSort] = useState<Sort | null>(null);
  const sort = isLive ? null : chosen;
  const rows = useMemo(() => sortRows(all, columns, sort), [all, columns, sort]);
  return { rows, sort, setSort: isLive ? undefined : setSort };
}
export type RecordsScreen = ReturnType<typeof useRecordsView>;
