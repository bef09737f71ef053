import { ActionIcon, Switch, Tooltip } from '@mantine/core';
import { IconLayoutBottombar, IconLayoutSidebarRight, IconRefresh } from '@tabler/icons-react';
import { Hint } from '../../app/hint.tsx';
import { t } from '../../app/texts.ts';
import { FromControls } from './from-controls.tsx';
import { PartitionPicker } from './partition-picker.tsx';
import type { ReadOptions } from './use-read-options.ts';
import classes from './records.module.css';

type ToolbarProps = {
  readonly options: ReadOptions;
  /** Partitions of the open session: known before anybody asks for the list. */
  readonly partitions: ReadonlyArray<number>;
  readonly dock: 'right' | 'bottom';
  readonly onDock: (dock: 'right' | 'bottom') => void;
};

export function RecordsToolbar({ options, partitions, dock, onDock }: ToolbarProps) {
  const dockLabel = dock === 'right' ? t('records.panelBottom') : t('records.panelRight');
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('records.toolbar')}>
      <FromControls options={options} />
      <PartitionPicker options={options} known={partitions} />
      <Tooltip label={t('records.committedHint')} multiline w={280}>
        <Switch
          size="xs"
          label={t('records.committed')}
          checked={options.settings.committed}
          onChange={(event) => options.change({ committed: event.currentTarget.checked })}
        />
      </Tooltip>
      <span className={classes.spring} />
      <Hint label={dockLabel}>
        <ActionIcon aria-label={dockLabel} onClick={() => onDock(dock === 'right' ? 'bottom' : 'right')}>
          {dock === 'right' ? <IconLayoutBottombar size={16} /> : <IconLayoutSidebarRight size={16} />}
        </ActionIcon>
      </Hint>
      <Hint label={t('records.refresh')} keys={['f5']}>
        <ActionIcon aria-label={t('records.refresh')} onClick={options.refresh}>
          <IconRefresh size={16} />
        </ActionIcon>
      </Hint>
    </div>
  );
}
