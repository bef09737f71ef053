import { Menu } from '@mantine/core';
import { IconChevronDown, IconPlugConnectedX } from '@tabler/icons-react';
import type { ClusterSummary } from '../../shared/contract/clusters.ts';
import { ClusterDot } from '../ui/cluster-dot.tsx';
import classes from './cluster-switch.module.css';
import { useView } from './context.tsx';
import { ModeBadge } from './mode-badge.tsx';
import { t } from './texts.ts';
import { useClusters } from './use-clusters.ts';
import { useDisconnect } from './use-connection.ts';

/** The cluster's name; opens the list of the others. */
export function ClusterSwitch({ cluster }: { readonly cluster: ClusterSummary }) {
  const { data: clusters = [] } = useClusters();
  const openIds = useView((view) => view.openClusters);
  const openCluster = useView((view) => view.openCluster);
  const disconnect = useDisconnect();
  const openNow = clusters.filter((each) => openIds.includes(each.id));
  const others = clusters.filter((each) => !openIds.includes(each.id));
  function item(each: ClusterSummary) {
    return (
      <Menu.Item
        key={each.id}
        leftSection={<ClusterDot color={each.color} />}
        rightSection={<ModeBadge mode={each.mode} />}
        onClick={() => openCluster(each.id)}
        data-current={each.id === cluster.id || undefined}
      >
        {each.name}
      </Menu.Item>
    );
  }
  return (
    <>
      <h1 className={classes.heading}>
        <Menu position="bottom-start" width={280}>
          <Menu.Target>
            <button type="button" className={classes.name} title={cluster.bootstrapServers}>
              <span className="visually-hidden">{t('shell.switchCluster')}: </span>
              <ClusterDot color={cluster.color} />
              <span className={classes.text}>{cluster.name}</span>
              <IconChevronDown size={14} />
            </button>
          </Menu.Target>
          <Menu.Dropdown className={classes.list}>
            <Menu.Label>{t('shell.openNow')}</Menu.Label>
            {openNow.map(item)}
            {others.length > 0 && <Menu.Label>{t('shell.otherClusters')}</Menu.Label>}
            {others.map(item)}
            <Menu.Divider />
            <Menu.Item leftSection={<IconPlugConnectedX size={14} />} onClick={() => disconnect(cluster.id)}>
              {t('shell.disconnect')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </h1>
      <ModeBadge mode={cluster.mode} />
    </>
  );
}
