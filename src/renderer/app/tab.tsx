import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, type DragEvent } from 'react';
import type { WorkspaceTab } from '../../shared/contract/app.ts';
import { tabKey } from '../state/tabs.ts';
import { tabIcon, tabTitle } from './registry.tsx';
import classes from './tab-strip.module.css';
import { t } from './texts.ts';

type Props = {
  readonly tab: WorkspaceTab;
  readonly isActive: boolean;
  readonly closeKey: string | null;
  readonly dropSide: 'before' | 'after' | null;
  onShow(): void;
  onClose(): void;
  onMenu(x: number, y: number): void;
  onDragStart(): void;
  onDragOver(event: DragEvent): void;
  onDragEnd(): void;
};

/** One tab. The × is for the pointer alone: a tab list may hold nothing but tabs, and the keyboard closes with Delete. */
export function Tab(props: Props) {
  const { tab, isActive, closeKey, onShow, onClose, onMenu } = props;
  const element = useRef<HTMLDivElement>(null);
  const title = tabTitle(tab);
  const key = tabKey(tab);
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isActive]);
  return (
    <div
      ref={element}
      className={classes.tab}
      role="presentation"
      data-active={isActive || undefined}
      data-drop={props.dropSide ?? undefined}
      draggable
      title={title}
      onAuxClick={(event) => {
        if (event.button === 1) onClose();
      }}
      onMouseDown={(event) => {
        if (event.button === 1) event.preventDefault(); // No scrolling by middle click.
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(event.clientX, event.clientY);
      }}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', title);
        props.onDragStart();
      }}
      onDragOver={props.onDragOver}
      onDragEnd={props.onDragEnd}
    >
      <button
        type="button"
        role="tab"
        id={`tab-${key}`}
        aria-selected={isActive}
        aria-controls={isActive ? `panel-${key}` : undefined}
        tabIndex={isActive ? 0 : -1}
        className={classes.title}
        onClick={onShow}
      >
        {tabIcon(tab, 14)}
        <span>{title}</span>
      </button>
      <span
        className={classes.close}
        aria-hidden
        data-testid={`close-${key}`}
        title={closeKey === null ? t('shell.closeThisTab') : `${t('shell.closeThisTab')} (${closeKey})`}
        onClick={onClose}
      >
        <IconX size={12} />
      </span>
    </div>
  );
}
