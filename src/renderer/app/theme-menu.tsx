import { ActionIcon, Menu } from '@mantine/core';
import { IconContrast, IconMoon, IconSun } from '@tabler/icons-react';
import { useApp, usePreferences } from './context.tsx';
import { t } from './texts.ts';

const THEMES = [
  { theme: 'system', text: 'shell.themeSystem', Icon: IconContrast },
  { theme: 'light', text: 'shell.themeLight', Icon: IconSun },
  { theme: 'dark', text: 'shell.themeDark', Icon: IconMoon },
] as const;

/** Light, dark, or as the system says. */
export function ThemeMenu() {
  const { preferences } = useApp();
  const chosen = usePreferences((current) => current.theme);
  const { Icon: CurrentIcon } = THEMES.find(({ theme }) => theme === chosen) ?? THEMES[0];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('shell.theme')} title={t('shell.theme')}>
          <CurrentIcon size={16} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {THEMES.map(({ theme, text }) => (
          <Menu.RadioItem
            key={theme}
            value={theme}
            checked={theme === chosen}
            closeMenuOnClick
            onChange={() => preferences.getState().update(() => ({ theme }))}
          >
            {t(text)}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
