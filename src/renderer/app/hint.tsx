import { Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';
import { Kbd } from '../ui/kbd.tsx';
import classes from './hint.module.css';
import { useKeyLabel } from './use-commands.ts';

type Props = {
  readonly label: string;
  readonly keys?: ReadonlyArray<string> | undefined;
  readonly position?: 'top' | 'bottom' | 'right' | 'left';
  /** While what the control opens is open: the tooltip would lie over it. */
  readonly disabled?: boolean;
  readonly children: ReactElement;
};

/** A tooltip that says what a control does and which key does the same. */
export function Hint({ label, keys, position = 'bottom', disabled = false, children }: Props) {
  const key = useKeyLabel(keys);
  return (
    <Tooltip
      position={position}
      disabled={disabled}
      label={
        <span className={classes.hint}>
          {label}
          {key !== null && <Kbd>{key}</Kbd>}
        </span>
      }
    >
      {children}
    </Tooltip>
  );
}
