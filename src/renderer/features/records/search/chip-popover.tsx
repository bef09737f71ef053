import { Button, Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Hint } from '../../../app/hint.tsx';
import type { Popovers, PopoverName } from './use-popovers.ts';
import classes from './search.module.css';

type ChipProps = {
  readonly name: PopoverName;
  readonly popovers: Popovers;
  /** What the control is: "From". */
  readonly title: string;
  /** What is chosen: "Newest 100". */
  readonly text: string;
  readonly hint?: string;
  readonly keys?: ReadonlyArray<string>;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
  readonly isSet?: boolean;
  /** Where there is room the button says what it is, too: “From”. */
  readonly hasPrefix?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
};

/** A button that says what is chosen; its popover, made when it opens, is where it is changed. */
export function ChipPopover(props: ChipProps) {
  const { name, popovers, title, text, hint, keys, icon, disabled = false, isSet = false, hasPrefix = false } = props;
  const isOpen = popovers.open === name;
  return (
    <Popover
      opened={isOpen}
      onChange={(opened) => popovers.set(opened ? name : null)}
      position="bottom-start"
      trapFocus
      // The roles are the button's, not those of the slot around it.
      withRoles={false}
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <span className={`${classes.chipSlot ?? ''} ${props.className ?? ''}`}>
          <Hint label={hint ?? `${title}: ${text}`} keys={keys} disabled={isOpen}>
            <Button
              {...(hasPrefix ? {} : { 'aria-label': `${title}: ${text}` })}
              aria-haspopup="dialog"
              aria-expanded={isOpen}
              className={classes.chipButton}
              data-set={isSet || undefined}
              {...(disabled ? { 'data-disabled': true, 'aria-disabled': true } : {})}
              leftSection={icon}
              rightSection={<IconChevronDown size={13} />}
              onClick={() => {
                if (!disabled) popovers.set(isOpen ? null : name);
              }}
            >
              {hasPrefix ? <span className={classes.prefix}>{title}: </span> : null}
              <span className={props.icon !== undefined && !isSet ? classes.wideOnly : undefined}>{text}</span>
            </Button>
          </Hint>
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={title}>
        {isOpen ? props.children : null}
      </Popover.Dropdown>
    </Popover>
  );
}
