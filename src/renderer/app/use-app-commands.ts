import { useMemo } from 'react';
import type { Preferences } from '../../shared/contract/app.ts';
import type { Command } from '../state/commands.ts';
import type { ViewState } from '../state/view.ts';
import { PALETTE_KEYS, SHORTCUT_KEYS, HOME_KEYS, SETTINGS_KEYS, NEW_CLUSTER_KEYS } from './app-keys.ts';
import { useApp } from './context.tsx';
import { SECTIONS } from './settings/sections.tsx';
import { t } from './texts.ts';
import { useClusters } from './use-clusters.ts';
import { useCommands } from './use-commands.ts';

const THEMES = [
  ['system', 'shell.themeSystem'],
  ['light', 'shell.themeLight'],
  ['dark', 'shell.themeDark'],
] as const;
const TIMES = [
  ['local', 'shell.timeLocal'],
  ['utc', 'shell.timeUtc'],
  ['epoch', 'shell.timeEpoch'],
] as const;

/** What can be done anywhere in the window. */
export function useAppCommands(): void {
  const { view, preferences } = useApp();
  const { data: clusters } = useClusters();
  const commands = useMemo<ReadonlyArray<Command>>(
    () => [
      ...generalCommands(view.getState()),
      ...(clusters ?? []).map((cluster) => ({
        id: `cluster.open.${cluster.id}`,
        label: t('clusters.openNamed', { name: cluster.name }),
        group: t('shell.groupClusters'),
        run: () => view.getState().openCluster(cluster.id),
      })),
      ...appearanceCommands((change) => preferences.getState().update(() => change)),
    ],
    [view, preferences, clusters],
  );
  useCommands(commands);
}

function generalCommands({ showDialog, showSettings, goHome, openSupport }: ViewState): ReadonlyArray<Command> {
  const group = t('shell.groupGeneral');
  return [
    {
      id: 'app.palette',
      label: t('shell.palette'),
      group,
      keys: PALETTE_KEYS,
      keyOnly: true,
      run: () => showDialog({ kind: 'palette' }),
    },
    {
      id: 'app.shortcuts',
      label: t('shell.shortcuts'),
      group,
      keys: SHORTCUT_KEYS,
      run: () => showDialog({ kind: 'shortcuts' }),
    },
    {
      id: 'app.search-cache',
      label: t('searchCache.command'),
      group,
      run: () => showDialog({ kind: 'search-cache' }),
    },
    ...SECTIONS.map(({ id, title }) => ({
      id: `settings.${id}`,
      label: t('settings.goTo', { section: t(title) }),
      group,
      ...(id === 'general' ? { keys: SETTINGS_KEYS } : {}),
      run: () => showSettings(id),
    })),
    { id: 'app.support', label: t('support.command'), group, run: () => openSupport() },
    { id: 'app.home', label: t('shell.home'), group, keys: HOME_KEYS, run: goHome },
    {
      id: 'clusters.new',
      label: t('clusters.new'),
      group: t('shell.groupClusters'),
      keys: NEW_CLUSTER_KEYS,
      run: () => showDialog({ kind: 'new-cluster' }),
    },
    {
      id: 'clusters.import',
      label: t('transfer.importCommand'),
      group: t('shell.groupClusters'),
      run: () => showDialog({ kind: 'import-clusters' }),
    },
    {
      id: 'clusters.export',
      label: t('transfer.exportCommand'),
      group: t('shell.groupClusters'),
      run: () => showDialog({ kind: 'export-clusters', clusterId: null }),
    },
  ];
}

function appearanceCommands(change: (change: Partial<Preferences>) => void): ReadonlyArray<Command> {
  const group = t('shell.groupAppearance');
  return [
    ...THEMES.map(([theme, text]) => ({
      id: `theme.${theme}`,
      label: `${t('shell.theme')}: ${t(text)}`,
      group,
      run: () => change({ theme }),
    })),
    ...TIMES.map(([time, text]) => ({
      id: `time.${time}`,
      label: `${t('shell.time')}: ${t(text)}`,
      group,
      run: () => change({ time }),
    })),
  ];
}
