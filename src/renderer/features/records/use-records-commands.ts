import { useEffect, useMemo, useRef } from 'react';
import { t } from '../../app/texts.ts';
import { useCommands } from '../../app/use-commands.ts';
import type { Command } from '../../state/commands.ts';
import { LOAD_MORE_KEYS, PAUSE_KEYS, STOP_KEYS } from './progress-bar.tsx';
import type { RecordSession } from './record-session.ts';
import { hasMore, isBusy } from './session-state.ts';

const NONE: ReadonlyArray<Command> = [];

type Actions = { readonly session: RecordSession; readonly refresh: () => void; readonly find: () => void };

/** Keys and palette entries of the records screen, while it is on screen. */
export function useRecordsCommands(isShown: boolean, actions: Actions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const { session, refresh } = actions;
  const { isLive } = session;
  const commands = useMemo<ReadonlyArray<Command>>(() => {
    const group = t('records.title');
    return [
      { id: 'view.refresh', label: t('records.refresh'), group, keys: ['f5', 'mod+r'], run: refresh },
      { id: 'view.filter', label: t('records.find'), group, keys: ['mod+f'], run: () => latest.current.find() },
      {
        id: 'records.load-more',
        label: t('records.loadMore', { count: 500 }),
        group,
        keys: LOAD_MORE_KEYS,
        run: () => {
          if (hasMore(session.getState())) session.loadMore();
        },
      },
      isLive
        ? {
            id: 'records.pause',
            label: `${t('records.pause')} / ${t('records.resume')}`,
            group,
            keys: PAUSE_KEYS,
            run: () => (session.getState().halted === null ? session.pause() : session.resume()),
          }
        : {
            id: 'records.stop',
            label: t('records.stop'),
            group,
            keys: STOP_KEYS,
            run: () => {
              if (isBusy(session.getState())) session.stop();
            },
          },
    ];
  }, [session, isLive, refresh]);
  useCommands(isShown ? commands : NONE);
}
