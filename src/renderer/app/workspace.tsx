import { useApp } from './context.tsx';
import { ConnectingState } from './connecting-state.tsx';
import { Rail } from './rail.tsx';
import { TabStrip } from './tab-strip.tsx';
import { TabPanels } from './tab-panels.tsx';
import { useOpenCluster } from './use-connection.ts';
import { useTabs } from './use-tabs.ts';
import classes from './workspace.module.css';
import { useStore } from 'zustand';
import { useWorkspaceCommands } from './use-workspace-commands.ts';

/** One cluster: the rail, the tabs and what they show; or how far the connection is. */
export function Workspace({ clusterId }: { readonly clusterId: string }) {
  const [workspace, actions] = useTabs(clusterId);
  const isLoaded = useStore(useApp().preferences, (state) => state.isLoaded);
  const opened = useOpenCluster(clusterId);
  useWorkspaceCommands(actions, workspace.tabs.length);
  if (!opened.isSuccess || !isLoaded) {
    return <ConnectingState clusterId={clusterId} error={opened.error} onRetry={() => void opened.refetch()} />;
  }
  return (
    <div className={classes.workspace}>
      <Rail clusterId={clusterId} workspace={workspace} onOpen={actions.open} />
      <div className={classes.content}>
        <TabStrip workspace={workspace} actions={actions} />
        <TabPanels clusterId={clusterId} workspace={workspace} onOpen={actions.open} />
      </div>
    </div>
  );
}
