import { ActionIcon, Menu } from '@mantine/core';
import {
  IconCopy,
  IconDotsVertical,
  IconFileExport,
  IconPencil,
  IconPlugConnected,
  IconTrash,
} from '@tabler/icons-react';
import { useId, useState, type KeyboardEvent } from 'react';
import type { ClusterSummary } from '../../../shared/contract/clusters.ts';
import { useApp, useView } from '../../app/context.tsx';
import { ModeBadge } from '../../app/mode-badge.tsx';
import { t } from '../../app/texts.ts';
import { useKeyLabel } from '../../app/use-commands.ts';
import { formatAgo } from '../../ui/format.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { matchesKey } from '../../ui/keys.ts';
import type { ClusterActions } from './use-welcome.ts';
import classes from './welcome.module.css';

type Props = { readonly cluster: ClusterSummary; readonly actions: ClusterActions };

const EDIT_KEY = 'mod+e';
const DUPLICATE_KEY = 'mod+d';
const REMOVE_KEY = 'delete';

/** One cluster; right click or the dots show what else can be done with it. */
export function ClusterRow({ cluster, actions }: Props) {
  const { platform, clock } = useApp();
  const id = useId();
  const isConnected = useView((view) => view.openClusters.includes(cluster.id));
  const [isMenuOpen, setMenuOpen] = useState(false);
  function onKey(event: KeyboardEvent): void {
    const action = matchesKey(event, EDIT_KEY, platform)
      ? actions.edit
      : matchesKey(event, DUPLICATE_KEY, platform)
        ? actions.duplicate
        : matchesKey(event, REMOVE_KEY, platform)
          ? actions.remove
          : null;
    if (action === null) return;
    event.preventDefault();
    action(cluster);
  }
  const opened =
    cluster.lastOpenedAt === null
      ? t('welcome.neverOpened')
      : t('welcome.opened', { ago: formatAgo(cluster.lastOpenedAt, clock()) });
  return (
    <li
      className={classes.row}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenuOpen(true);
      }}
    >
      <span className={classes.color} style={{ background: cluster.color }} aria-hidden />
      <div className={classes.what}>
        <div className={classes.nameLine}>
          <button
            type="button"
            data-row
            className={classes.open}
            aria-describedby={`${id}-address`}
            onClick={() => actions.open(cluster)}
            onKeyDown={onKey}
          >
            {cluster.name}
          </button>
          <ModeBadge mode={cluster.mode} />
          {cluster.engine === 'kafkajs' && <span className={classes.note}>{t('welcome.compatible')}</span>}
          {cluster.missingSecrets.length > 0 && (
            <span className={classes.warning}>
              {t('welcome.missingSecrets', { names: cluster.missingSecrets.join(', ') })}
            </span>
          )}
        </div>
        <span id={`${id}-address`} className={`${classes.address} mono`} title={cluster.bootstrapServers}>
          {cluster.bootstrapServers}
        </span>
      </div>
      <span className={classes.when}>{isConnected ? t('welcome.connected') : opened}</span>
      <RowMenu cluster={cluster} actions={actions} isOpen={isMenuOpen} onChange={setMenuOpen} />
    </li>
  );
}

type MenuProps = Props & { readonly isOpen: boolean; onChange(isOpen: boolean): void };

function RowMenu({ cluster, actions, isOpen, onChange }: MenuProps) {
  const edit = useKeyLabel([EDIT_KEY]);
  const duplicate = useKeyLabel([DUPLICATE_KEY]);
  const remove = useKeyLabel([REMOVE_KEY]);
  return (
    <Menu opened={isOpen} onChange={onChange} position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon
          className={classes.dots ?? ''}
          aria-label={t('welcome.actionsOf', { name: cluster.name })}
          title={t('common.more')}
        >
          <IconDotsVertical size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPlugConnected size={14} />}
          rightSection={<Kbd>Enter</Kbd>}
          onClick={() => actions.open(cluster)}
        >
          {t('welcome.open')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPencil size={14} />}
          rightSection={edit !== null && <Kbd>{edit}</Kbd>}
          onClick={() => actions.edit(cluster)}
        >
          {t('welcome.editEllipsis')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopy size={14} />}
          rightSection={duplicate !== null && <Kbd>{duplicate}</Kbd>}
          onClick={() => actions.duplicate(cluster)}
        >
          {t('welcome.duplicate')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileExport size={14} />} onClick={() => actions.exportTo(cluster)}>
          {t('transfer.exportEllipsis')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTrash size={14} />}
          rightSection={remove !== null && <Kbd>{remove}</Kbd>}
          color="var(--error)"
          onClick={() => actions.remove(cluster)}
        >
          {t('welcome.removeEllipsis')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
