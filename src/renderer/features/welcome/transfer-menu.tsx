import { ActionIcon, Menu } from '@mantine/core';
import { IconFileExport, IconFileImport, IconTransfer } from '@tabler/icons-react';
import { t } from '../../app/texts.ts';

type Props = { readonly canExport: boolean; onImport(): void; onExport(): void };

/** Clusters in and out of files. */
export function TransferMenu({ canExport, onImport, onExport }: Props) {
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon aria-label={t('welcome.transfer')} title={t('welcome.transfer')} size={28} variant="default">
          <IconTransfer size={16} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileImport size={14} />} onClick={onImport}>
          {t('transfer.importCommand')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileExport size={14} />} disabled={!canExport} onClick={onExport}>
          {t('transfer.exportCommand')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
