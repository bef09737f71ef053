import { useStore } from 'zustand';
import { activeCommands, type Command } from '../state/commands.ts';
import { Kbd } from '../ui/kbd.tsx';
import { keyLabel, usableKeys } from '../ui/keys.ts';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { useApp } from './context.tsx';
import classes from './shortcuts-dialog.module.css';
import { t } from './texts.ts';

/** Every key that does something here and now. */
export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const { commands, host, platform } = useApp();
  const sets = useStore(commands, (state) => state.sets);
  const withKeys = activeCommands(sets).flatMap((command) => {
    const [key] = usableKeys(command.keys ?? [], host);
    return key === undefined ? [] : [{ ...command, label: command.label, keys: [keyLabel(key, platform)] }];
  });
  const groups = [...groupBy(withKeys), [t('shortcuts.lists'), listKeys()] as const];
  return (
    <ModalDialog onClose={onClose} title={t('shortcuts.title')} size={720}>
      <div className={classes.groups}>
        {groups.map(([group, entries]) => (
          <section key={group} className={classes.group}>
            <h3 className={classes.title}>{group}</h3>
            <dl className={classes.list}>
              {entries.map(({ label, keys }) => (
                <div key={label} className={classes.entry}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </ModalDialog>
  );
}

type Entry = { readonly label: string; readonly keys: ReadonlyArray<string> };

function groupBy(commands: ReadonlyArray<Pick<Command, 'group'> & Entry>): ReadonlyArray<readonly [string, Entry[]]> {
  const groups = new Map<string, Entry[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups];
}

function listKeys(): ReadonlyArray<Entry> {
  return [
    { label: t('shortcuts.move'), keys: ['↑', '↓'] },
    { label: t('shortcuts.open'), keys: ['Enter'] },
    { label: t('shortcuts.peek'), keys: ['Space'] },
    { label: t('shortcuts.back'), keys: ['Esc'] },
  ];
}
