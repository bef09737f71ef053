import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, type KeyboardEvent, type RefObject } from 'react';
import type { ClusterSummary } from '../../../shared/contract/clusters.ts';
import { useApp, useView } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { CLUSTERS_KEY, useClusters } from '../../app/use-clusters.ts';
import { useCommands } from '../../app/use-commands.ts';
import { isFocusNowhere } from '../../ui/focus.ts';
import { filterClusters } from './filter-clusters.ts';

export type ClusterActions = {
  open(cluster: ClusterSummary): void;
  edit(cluster: ClusterSummary): void;
  duplicate(cluster: ClusterSummary): void;
  exportTo(cluster: ClusterSummary): void;
  remove(cluster: ClusterSummary): void;
  /** Gives the keyboard back to the filter, with what was typed. */
  toFilter(typed: string): void;
};

export type WelcomeRefs = {
  readonly filterRef: RefObject<HTMLInputElement | null>;
  readonly listRef: RefObject<HTMLUListElement | null>;
};

/** Wiring of the welcome screen: the list, its filter and what can be done with a cluster. */
export function useWelcome({ filterRef, listRef }: WelcomeRefs) {
  const { api, view } = useApp();
  const queries = useQueryClient();
  const { data, error, refetch } = useClusters();
  const [filter, setFilter] = useState('');
  const showDialog = useView((state) => state.showDialog);
  const openCluster = useView((state) => state.openCluster);
  const clusters = data ?? null;
  const shown = useMemo(() => filterClusters(clusters ?? [], filter), [clusters, filter]);
  const duplicate = useMutation({
    mutationFn: (clusterId: string) => api.clusters.duplicate({ clusterId }),
    onSuccess: () => queries.invalidateQueries({ queryKey: CLUSTERS_KEY }),
  });
  const actions: ClusterActions = {
    open: (cluster) => openCluster(cluster.id),
    edit: (cluster) => showDialog({ kind: 'edit-cluster', clusterId: cluster.id }),
    duplicate: (cluster) => duplicate.mutate(cluster.id),
    exportTo: (cluster) => showDialog({ kind: 'export-clusters', clusterId: cluster.id }),
    remove: (cluster) => showDialog({ kind: 'remove-cluster', clusterId: cluster.id, name: cluster.name }),
    toFilter: (typed) => {
      filterRef.current?.focus();
      setFilter((text) => text + typed);
    },
  };
  useFilterKey(filterRef);
  const hasClusters = clusters !== null && clusters.length > 0;
  useEffect(() => {
    // Ready to be typed into, but it may come after somebody has chosen another place.
    if (hasClusters && isFocusNowhere()) filterRef.current?.focus();
  }, [hasClusters, filterRef]);
  function onFilterKey(event: KeyboardEvent): void {
    const [first] = shown;
    if (event.key === 'Enter' && first !== undefined) actions.open(first);
    if (event.key === 'Escape') setFilter('');
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      listRef.current?.querySelector<HTMLElement>('[data-row]')?.focus();
    }
  }
  return {
    clusters,
    shown,
    filter,
    setFilter,
    onFilterKey,
    actions,
    error: error ?? duplicate.error,
    retry: error === null ? undefined : () => void refetch(),
    create: () => view.getState().showDialog({ kind: 'new-cluster' }),
    exportAll: () => showDialog({ kind: 'export-clusters', clusterId: null }),
    importSome: () => showDialog({ kind: 'import-clusters' }),
  };
}

function useFilterKey(filterRef: RefObject<HTMLInputElement | null>): void {
  const commands = useMemo(
    () => [
      {
        id: 'view.filter',
        label: t('shell.focusFilter'),
        group: t('shell.groupGeneral'),
        keys: ['mod+f'],
        run: () => filterRef.current?.select(),
      },
    ],
    [filterRef],
  );
  useCommands(commands);
}
