import { Menu } from '@mantine/core';
import { useApp, usePreferences } from './context.tsx';
import classes from './status-bar.module.css';
import { t } from './texts.ts';

const MODES = [
  { mode: 'local', text: 'shell.timeLocal' },
  { mode: 'utc', text: 'shell.timeUtc' },
  { mode: 'epoch', text: 'shell.timeEpoch' },
] as const;

/** The one switch for how times are shown everywhere. */
export function TimeMenu() {
  const { preferences } = useApp();
  const chosen = usePreferences((current) => current.time);
  const label = t(MODES.find(({ mode }) => mode === chosen)?.text ?? 'shell.timeLocal');
  return (
    <Menu position="top-end">
      <Menu.Target>
        <button type="button" className={classes.button} title={t('shell.timeSwitch')}>
          {t('shell.time')}: {label}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {MODES.map(({ mode, text }) => (
          <Menu.RadioItem
            key={mode}
            value={mode}
            checked={mode === chosen}
            closeMenuOnClick
            onChange={() => preferences.getState().update(() => ({ time: mode }))}
          >
            {t(text)}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
