import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useId, useState } from 'react';
import { isFocusNowhere } from './focus.ts';

type Props = Omit<ModalProps, 'opened' | 'zIndex' | 'attributes'> & {
  /** Its name, where it shows no title. */
  readonly label?: string;
  /** True for one that may come while another is open, and lies over it. */
  readonly isOver?: boolean;
};

const LEVEL = { usual: 200, over: 400 } as const;
const MARK = 'data-dialog-level';

/**
 * A dialog of the app: open as long as it is rendered. Mantine gives Escape to every open dialog; here only the one on
 * top is closed, and what was typed into the one below stays. Once it is gone, the keyboard is where it was before.
 */
export function ModalDialog({ label, isOver = false, onClose, ...props }: Props) {
  const id = useId();
  useFocusReturn();
  const level = isOver ? LEVEL.over : LEVEL.usual;
  return (
    <Modal
      {...props}
      opened
      zIndex={level}
      onClose={() => {
        if (isOnTop(id)) onClose();
      }}
      attributes={{
        header: { role: 'presentation' },
        content: { [MARK]: level, 'data-dialog-id': id, ...(label === undefined ? {} : { 'aria-label': label }) },
      }}
    />
  );
}

/** Mantine returns the focus of a dialog that is told to close, not of one that is taken away. */
function useFocusReturn(): void {
  // Asked while rendering: once the dialog is in the page, it has the focus.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (isFocusNowhere() && before instanceof HTMLElement) before.focus({ preventScroll: true });
    },
    [before],
  );
}

/** The last in the page of those on the highest level: each is put at the page's end when it opens. */
function isOnTop(id: string): boolean {
  const open = [...document.querySelectorAll<HTMLElement>(`[${MARK}]`)];
  const levelOf = (dialog: HTMLElement) => Number(dialog.getAttribute(MARK));
  const highest = Math.max(...open.map(levelOf));
  return open.findLast((dialog) => levelOf(dialog) === highest)?.dataset['dialogId'] === id;
}
