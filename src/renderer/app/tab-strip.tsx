import { Menu } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState, type DragEvent, type KeyboardEvent, type MouseEvent } from 'react';
import type { WorkspaceTab } from '../../shared/contract/app.ts';
import { tabKey, type Workspace } from '../state/tabs.ts';
import { Hint } from './hint.tsx';
import { tabIcon, tabTitle } from './registry.tsx';
import classes from './tab-strip.module.css';
import { t } from './texts.ts';
import { CLOSE_TAB_KEYS } from './use-workspace-commands.ts';
import type { TabActions } from './use-tabs.ts';

type Props = { readonly workspace: Workspace; readonly actions: TabActions };

/** What is open: click shows, middle click and × close, dragging reorders, arrows walk. */
export function TabStrip({ workspace, actions }: Props) {
  const [dragged, setDragged] = useState<number | null>(null);
  const [target, setTarget] = useState<number | null>(null);
  function endDrag(): void {
    if (dragged !== null && target !== null) actions.move(dragged, target);
    setDragged(null);
    setTarget(null);
  }
  function walk(event: KeyboardEvent<HTMLElement>): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = (workspace.activeTab + step + workspace.tabs.length) % workspace.tabs.length;
    actions.activate(next);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  }
  return (
    <div className={classes.strip} role="tablist" aria-label={t('shell.tabs')} onKeyDown={walk}>
      {workspace.tabs.map((tab, index) => (
        <Tab
          key={tabKey(tab)}
          tab={tab}
          isActive={index === workspace.activeTab}
          dropSide={
            dragged === null || target !== index || dragged === index ? null : dragged < index ? 'after' : 'before'
          }
          onShow={() => actions.activate(index)}
          onClose={() => actions.close(index)}
          onCloseOthers={() => actions.closeOthers(index)}
          onDragStart={() => setDragged(index)}
          onDragOver={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            setTarget(index);
          }}
          onDragEnd={endDrag}
        />
      ))}
    </div>
  );
}

type TabProps = {
  readonly tab: WorkspaceTab;
  readonly isActive: boolean;
  readonly dropSide: 'before' | 'after' | null;
  onShow(): void;
  onClose(): void;
  onCloseOthers(): void;
  onDragStart(): void;
  onDragOver(event: DragEvent): void;
  onDragEnd(): void;
};

function Tab({
  tab,
  isActive,
  dropSide,
  onShow,
  onClose,
  onCloseOthers,
  onDragStart,
  onDragOver,
  onDragEnd,
}: TabProps) {
  const [isMenuOpen, setMenuOpen] = useState(false);
  const title = tabTitle(tab);
  const key = tabKey(tab);
  function middleClick(event: MouseEvent): void {
    if (event.button !== 1) return;
    event.preventDefault();
    onClose();
  }
  return (
    <Menu opened={isMenuOpen} onChange={setMenuOpen} position="bottom-start" trigger="click" withinPortal>
      <Menu.Target>
        <div
          className={classes.tab}
          data-active={isActive || undefined}
          data-drop={dropSide ?? undefined}
          draggable
          onClickCapture={() => setMenuOpen(false)}
          onAuxClick={middleClick}
          onContextMenu={(event) => {
            event.preventDefault();
            setMenuOpen(true);
          }}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move';
            event.dataTransfer.setData('text/plain', title);
            onDragStart();
          }}
          onDragOver={onDragOver}
          onDragEnd={onDragEnd}
          title={title}
        >
          <button
            type="button"
            role="tab"
            id={`tab-${key}`}
            aria-selected={isActive}
            aria-controls={`panel-${key}`}
            tabIndex={isActive ? 0 : -1}
            className={classes.title}
            onClick={onShow}
          >
            {tabIcon(tab, 14)}
            <span>{title}</span>
          </button>
          <Hint label={t('shell.closeThisTab')} keys={isActive ? CLOSE_TAB_KEYS : undefined}>
            <button
              type="button"
              className={classes.close}
              aria-label={t('shell.closeTab', { title })}
              tabIndex={-1}
              onClick={onClose}
            >
              <IconX size={12} />
            </button>
          </Hint>
        </div>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onClose}>{t('shell.closeThisTab')}</Menu.Item>
        <Menu.Item onClick={onCloseOthers}>{t('shell.closeOtherTabs')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
