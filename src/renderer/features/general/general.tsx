import { Button, SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Preferences } from '../../../shared/contract/app.ts';
import { useApp, usePreferences } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { SettingRow } from '../../ui/setting-row.tsx';

const THEMES = [
  { value: 'system', text: 'shell.themeSystem' },
  { value: 'light', text: 'shell.themeLight' },
  { value: 'dark', text: 'shell.themeDark' },
] as const;
const TIMES = [
  { value: 'local', text: 'shell.timeLocal' },
  { value: 'utc', text: 'shell.timeUtc' },
  { value: 'epoch', text: 'shell.timeEpoch' },
] as const;

/** Looks and times, and the way to what is kept on disk. `passwords` is another room's line, put here by the app. */
export function General({ passwords }: { readonly passwords: ReactNode }) {
  const { preferences, view } = useApp();
  const theme = usePreferences((current) => current.theme);
  const time = usePreferences((current) => current.time);
  const change = (value: Partial<Preferences>) => preferences.getState().update(() => value);
  return (
    <div>
      <SettingRow title={t('shell.theme')}>
        <SegmentedControl
          aria-label={t('shell.theme')}
          value={theme}
          onChange={(value) => change({ theme: value })}
          data={THEMES.map(({ value, text }) => ({ value, label: t(text) }))}
        />
      </SettingRow>
      <SettingRow title={t('shell.time')} hint={t('shell.timeSwitch')}>
        <SegmentedControl
          aria-label={t('shell.time')}
          value={time}
          onChange={(value) => change({ time: value })}
          data={TIMES.map(({ value, text }) => ({ value, label: t(text) }))}
        />
      </SettingRow>
      {passwords}
      <SettingRow title={t('searchCache.title')} hint={t('settings.searchCacheHint')}>
        <Button onClick={() => view.getState().showDialog({ kind: 'search-cache' })}>
          {t('settings.searchCacheOpen')}
        </Button>
      </SettingRow>
    </div>
  );
}
