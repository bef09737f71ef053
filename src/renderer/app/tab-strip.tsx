import { useState, type KeyboardEvent } from 'react';
import { tabKey, type Workspace } from '../state/tabs.ts';
import { RowMenu, type OpenMenu } from '../ui/virtual-table/row-menu.tsx';
import { Tab } from './tab.tsx';
import classes from './tab-strip.module.css';
import { t } from './texts.ts';
import { useKeyLabel } from './use-commands.ts';
import { CLOSE_TAB_KEYS } from './use-workspace-commands.ts';
import type { TabActions } from './use-tabs.ts';

type Props = { readonly workspace: Workspace; readonly actions: TabActions };

/** What is open: click shows, middle click and × close, dragging reorders, arrows walk, Delete closes. */
export function TabStrip({ workspace, actions }: Props) {
  const [dragged, setDragged] = useState<number | null>(null);
  const [target, setTarget] = useState<number | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const closeKey = useKeyLabel(CLOSE_TAB_KEYS);
  function endDrag(): void {
    if (dragged !== null && target !== null) actions.move(dragged, target);
    setDragged(null);
    setTarget(null);
  }
  function onKey(event: KeyboardEvent<HTMLElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Delete') actions.closeActive();
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = (workspace.activeTab + step + workspace.tabs.length) % workspace.tabs.length;
    actions.activate(next);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  }
  function menuOf(index: number) {
    return [
      { id: 'close', label: t('shell.closeThisTab'), run: () => actions.close(index) },
      { id: 'others', label: t('shell.closeOtherTabs'), run: () => actions.closeOthers(index) },
    ];
  }
  return (
    <>
      <div className={classes.strip} role="tablist" aria-label={t('shell.tabs')} onKeyDown={onKey}>
        {workspace.tabs.map((tab, index) => (
          <Tab
            key={tabKey(tab)}
            tab={tab}
            isActive={index === workspace.activeTab}
            closeKey={closeKey}
            dropSide={dropSide(dragged, target, index)}
            onShow={() => actions.activate(index)}
            onClose={() => actions.close(index)}
            onMenu={(x, y) => setMenu({ x, y, actions: menuOf(index) })}
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
      <RowMenu menu={menu} onClose={() => setMenu(null)} />
    </>
  );
}

/** On which side of tab `index` the dragged one would land. */
function dropSide(dragged: number | null, target: number | null, index: number): 'before' | 'after' | null {
  if (dragged === null || target !== index || dragged === index) return null;
  return dragged < index ? 'after' : 'before';
}
