/**
 * What the Settings screen can show. A feature exports its view; here, and only here, the app gives it a place in the
 * list and a name. In the order they are listed.
 */
import { IconAdjustments, IconFileText } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import type { SettingsSection } from '../../state/view.ts';
import { GeneralRoom, LogRoom, PasswordsRoom } from '../rooms.ts';
import { t, type TextKey } from '../texts.ts';

type Section = {
  readonly id: SettingsSection;
  readonly title: TextKey;
  readonly icon: ComponentType<{ readonly size?: number; readonly stroke?: number }>;
  render(): ReactNode;
};

export const SECTIONS: ReadonlyArray<Section> = [
  {
    id: 'general',
    title: 'settings.general',
    icon: IconAdjustments,
    render: () => <GeneralRoom.View passwords={<PasswordsRoom.View />} />,
  },
  { id: 'log', title: 'log.title', icon: IconFileText, render: () => <LogRoom.View /> },
];

export function sectionTitle(id: SettingsSection): string {
  const section = SECTIONS.find((each) => each.id === id);
  return section === undefined ? t('settings.title') : t(section.title);
}
