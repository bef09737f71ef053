import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { activeCommands, type Command } from '../state/commands.ts';
import { Kbd } from '../ui/kbd.tsx';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { useApp } from './context.tsx';
import classes from './palette.module.css';
import { noteCommand } from './noted.ts';
import { rankCommands } from './rank-commands.ts';
import { t } from './texts.ts';
import { useKeyLabel } from './use-commands.ts';

/** Everything that can be done, by its name. */
export function Palette({ onClose }: { onClose(): void }) {
  const { commands: store, note } = useApp();
  const sets = useStore(store, (state) => state.sets);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useMemo(() => rankCommands(activeCommands(sets), text), [sets, text]);
  const current = found[Math.min(chosen, found.length - 1)];
  function run(command: Command | undefined): void {
    if (command === undefined) return;
    onClose();
    noteCommand(note, command.id, 'palette');
    // Once the palette is gone and the focus is back: a dialog that opens now returns it there.
    queueMicrotask(() => command.run());
  }
  function onKey(event: KeyboardEvent): void {
    const last = found.length - 1;
    const next =
      event.key === 'ArrowDown'
        ? (chosen + 1) % found.length
        : event.key === 'ArrowUp'
          ? (chosen + last) % found.length
          : event.key === 'PageDown'
            ? Math.min(last, chosen + 10)
            : event.key === 'PageUp'
              ? Math.max(0, chosen - 10)
              : null;
    if (next !== null && found.length > 0) {
      event.preventDefault();
      setChosen(next);
      document.getElementById(`palette-${next}`)?.scrollIntoView({ block: 'nearest' });
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      run(current);
    }
  }
  return (
    <ModalDialog
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="10vh"
      label={t('shell.palette')}
    >
      <div className={classes.search}>
        <IconSearch size={16} aria-hidden />
        <input
          className={classes.input}
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={current === undefined ? undefined : `palette-${found.indexOf(current)}`}
          aria-label={t('shell.paletteInput')}
          placeholder={t('shell.paletteInput')}
          value={text}
          autoFocus
          data-autofocus
          spellCheck={false}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      {found.length === 0 && <p className={classes.empty}>{t('shell.paletteEmpty', { text })}</p>}
      <ul id="palette-list" className={classes.list} role="listbox" aria-label={t('shell.paletteResults')}>
        {found.map((command, index) => (
          <Option
            key={command.id}
            id={`palette-${index}`}
            command={command}
            isChosen={command === current}
            onHover={() => setChosen(index)}
            onRun={() => run(command)}
          />
        ))}
      </ul>
    </ModalDialog>
  );
}

type OptionProps = {
  readonly id: string;
  readonly command: Command;
  readonly isChosen: boolean;
  onHover(): void;
  onRun(): void;
};

function Option({ id, command, isChosen, onHover, onRun }: OptionProps) {
  const key = useKeyLabel(command.keys);
  return (
    <li
      id={id}
      role="option"
      aria-selected={isChosen}
      className={classes.option}
      onMouseMove={onHover}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onRun}
    >
      <span className={classes.label}>{command.label}</span>
      <span className={classes.group}>{command.group}</span>
      {key !== null && <Kbd>{key}</Kbd>}
    </li>
  );
}
