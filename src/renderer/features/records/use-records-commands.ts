import { useEffect, useMemo, useState } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { t } from '../../app/texts.ts';
import { useCommands } from '../../app/use-commands.ts';
import type { Command } from '../../state/commands.ts';
import type { RecordSession } from './record-session.ts';
import { FILTER_MODES, QUICK_FILTERS, toggleQuick } from './search/filter-draft.ts';
import {
  FILTER_KEYS,
  FIND_KEYS,
  FROM_KEYS,
  LOAD_MORE_KEYS,
  MODE_KEYS,
  ORDER_KEYS,
  PAUSE_KEYS,
  READ_ON_KEYS,
  REFRESH_KEYS,
  STOP_KEYS,
  UNTIL_KEYS,
} from './search/keys.ts';
import { endsFor } from './search/read-settings.ts';
import type { Popovers } from './search/use-popovers.ts';
import { hasMore, isBusy } from './session-state.ts';
import type { ReadOptions } from './use-read-options.ts';

const NONE: ReadonlyArray<Command> = [];

type Actions = {
  readonly session: RecordSession;
  readonly options: ReadOptions;
  readonly popovers: Popovers;
  readonly find: () => void;
  readonly focusFilter: () => void;
};
/** The actions as they are when a command runs. */
type Latest = StoreApi<Actions>;

/** Keys and palette entries of the records screen, while it is on screen. */
export function useRecordsCommands(isShown: boolean, actions: Actions): void {
  const [latest] = useState<Latest>(() => createStore(() => actions));
  useEffect(() => latest.setState(actions, true));
  const { isLive } = actions.session;
  const commands = useMemo(
    () => [
      ...readingCommands(latest, isLive),
      ...startCommands(latest),
      ...settingCommands(latest),
      ...filterCommands(latest),
    ],
    [latest, isLive],
  );
  useCommands(isShown ? commands : NONE);
}

function readingCommands(latest: Latest, isLive: boolean): ReadonlyArray<Command> {
  const group = t('records.title');
  const session = (): RecordSession => latest.getState().session;
  const toggle = (how: 'pause' | 'stop'): void => {
    const state = session().getState();
    if (state.halted !== null) session().resume();
    else if (how === 'pause' || isBusy(state)) session()[how]();
  };
  return [
    {
      id: 'view.refresh',
      label: t('records.refresh'),
      group,
      keys: REFRESH_KEYS,
      run: () => latest.getState().options.refresh(),
    },
    {
      id: 'records.load-more',
      label: t('records.loadMore', { count: 500 }),
      group,
      keys: LOAD_MORE_KEYS,
      run: () => {
        if (hasMore(session().getState())) session().loadMore();
      },
    },
    {
      id: 'records.load-all',
      label: t('search.loadAll'),
      group,
      run: () => {
        if (hasMore(session().getState())) session().loadMore(Infinity);
      },
    },
    {
      id: 'records.read-on',
      label: t('search.readOn'),
      group,
      keys: READ_ON_KEYS,
      run: () => {
        const { request, getState, extend } = session();
        if (getState().readState?.kind !== 'complete' || request.from.kind === 'latest') return;
        const { until } = request;
        extend(until.kind === 'count' || until.kind === 'bytes' ? until : { kind: 'end' });
      },
    },
    {
      id: isLive ? 'records.pause' : 'records.stop',
      label: `${isLive ? t('records.pause') : t('records.stop')} / ${t('records.resume')}`,
      group,
      keys: isLive ? PAUSE_KEYS : STOP_KEYS,
      run: () => toggle(isLive ? 'pause' : 'stop'),
    },
  ];
}

function startCommands(latest: Latest): ReadonlyArray<Command> {
  const group = t('records.toolbar');
  const options = (): ReadOptions => latest.getState().options;
  return [
    ...(['beginning', 'now'] as const).map((kind) => ({
      id: `records.from-${kind}`,
      label: t('search.commandReadFrom', {
        from: t(kind === 'now' ? 'records.fromNow' : 'records.fromBeginning'),
      }),
      group,
      run: () => options().readFrom({ kind }),
    })),
    {
      id: 'records.from-latest',
      label: t('search.commandReadFrom', { from: t('search.fromLatest', { count: 100 }) }),
      group,
      run: () => options().readFrom({ kind: 'latest', count: 100 }),
    },
  ];
}

function settingCommands(latest: Latest): ReadonlyArray<Command> {
  const group = t('records.toolbar');
  const options = (): ReadOptions => latest.getState().options;
  return [
    {
      id: 'records.from',
      label: t('search.commandFrom'),
      group,
      keys: FROM_KEYS,
      run: () => latest.getState().popovers.set('from'),
    },
    {
      id: 'records.until',
      label: t('search.commandUntil'),
      group,
      keys: UNTIL_KEYS,
      run: () => {
        if (endsFor(options().settings.from).length > 1) latest.getState().popovers.set('until');
      },
    },
    {
      id: 'records.order',
      label: t('search.commandOrder'),
      group,
      keys: ORDER_KEYS,
      run: () => options().switchOrder(),
    },
    {
      id: 'records.topics',
      label: t('search.commandTopic'),
      group,
      run: () => latest.getState().popovers.set('topics'),
    },
    {
      id: 'records.decode',
      label: t('search.commandDecode'),
      group,
      run: () => latest.getState().popovers.set('decode'),
    },
    {
      id: 'records.committed',
      label: t('search.committed'),
      group,
      run: () => options().change({ committed: !options().settings.committed }),
    },
    {
      id: 'records.latest-per-key',
      label: t('search.latestPerKey'),
      group,
      run: () => options().change({ latestPerKey: !options().settings.latestPerKey }),
    },
  ];
}

function filterCommands(latest: Latest): ReadonlyArray<Command> {
  const group = t('search.bar');
  const options = (): ReadOptions => latest.getState().options;
  return [
    {
      id: 'view.filter',
      label: t('search.commandFilter'),
      group,
      keys: FILTER_KEYS,
      run: () => latest.getState().focusFilter(),
    },
    {
      id: 'records.find',
      label: t('search.findInRecord'),
      group,
      keys: FIND_KEYS,
      run: () => latest.getState().find(),
    },
    ...FILTER_MODES.map((mode) => ({
      id: `records.filter-${mode}`,
      label: t(`search.command-${mode}`),
      group,
      keys: MODE_KEYS[mode],
      run: () => {
        options()
          .filters.getState()
          .edit((draft) => ({ ...draft, line: { ...draft.line, mode } }));
        // With the next frame: the line of the other mode is there by then.
        requestAnimationFrame(() => latest.getState().focusFilter());
      },
    })),
    ...QUICK_FILTERS.map((what) => ({
      id: `records.filter-${what}`,
      label: t('search.commandQuick', { what: t(`search.is-${what}`) }),
      group,
      run: () => {
        options()
          .filters.getState()
          .edit((draft) => toggleQuick(draft, what));
        options().search();
      },
    })),
    {
      id: 'records.filter-clear',
      label: t('search.clear'),
      group,
      run: () => options().setFilter(null),
    },
    {
      id: 'records.filter-build',
      label: t('search.build'),
      group,
      run: () => latest.getState().popovers.set('builder'),
    },
    { id: 'records.saved', label: t('search.saved'), group, run: () => latest.getState().popovers.set('saved') },
  ];
}
