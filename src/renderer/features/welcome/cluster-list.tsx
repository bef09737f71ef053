import type { KeyboardEvent, RefObject } from 'react';
import type { ClusterSummary } from '../../../shared/contract/clusters.ts';
import { t } from '../../app/texts.ts';
import { ClusterRow } from './cluster-row.tsx';
import type { ClusterActions } from './use-welcome.ts';
import classes from './welcome.module.css';

type Props = {
  readonly clusters: ReadonlyArray<ClusterSummary>;
  readonly actions: ClusterActions;
  readonly listRef: RefObject<HTMLUListElement | null>;
};

/** Clusters, one button each: arrows walk, letters go on in the filter. */
export function ClusterList({ clusters, actions, listRef }: Props) {
  function walk(event: KeyboardEvent<HTMLUListElement>): void {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
    const current = rows.findIndex((row) => row === event.target);
    if (current < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = nextRow(event.key, current, rows.length);
    if (next !== null) {
      event.preventDefault();
      if (next < 0) actions.toFilter('');
      else rows[next]?.focus();
    } else if (event.key.length === 1 && event.key !== ' ') {
      event.preventDefault();
      actions.toFilter(event.key);
    }
  }
  if (clusters.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={t('welcome.title')} ref={listRef} onKeyDown={walk}>
      {clusters.map((cluster) => (
        <ClusterRow key={cluster.id} cluster={cluster} actions={actions} />
      ))}
    </ul>
  );
}

/** Where a key leads from row `current`; -1 is the filter above; null where the key does not move. */
function nextRow(key: string, current: number, count: number): number | null {
  if (key === 'ArrowDown') return Math.min(count - 1, current + 1);
  if (key === 'ArrowUp') return current - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}
