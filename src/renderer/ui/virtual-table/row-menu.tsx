import { Menu } from '@mantine/core';
import { Fragment, type ReactElement } from 'react';
import type { RowAction } from './grid-types.ts';

export type OpenMenu = { readonly x: number; readonly y: number; readonly actions: ReadonlyArray<RowAction> };

/** The right-click menu, at the pointer. */
export function RowMenu(props: { readonly menu: OpenMenu | null; readonly onClose: () => void }): ReactElement | null {
  const { menu, onClose } = props;
  if (menu === null) return null;
  return (
    <Menu
      opened
      onChange={(opened) => {
        if (!opened) onClose();
      }}
      position="bottom-start"
      offset={0}
      shadow="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <span aria-hidden="true" style={{ position: 'fixed', left: menu.x, top: menu.y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown>
        {menu.actions.map((action) => (
          <Fragment key={action.id}>
            {action.separator ? <Menu.Divider /> : null}
            <Menu.Item disabled={action.disabled ?? false} rightSection={action.keys} onClick={action.run}>
              {action.label}
            </Menu.Item>
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
