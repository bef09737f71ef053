/**
 * What the Settings screen can show. A feature exports its view; here, and only here, the app gives it a place in the
 * list and a name. In the order they are listed.
 */
import {
  IconAdjustments,
  IconFileText,
  IconNetwork,
  IconRefresh,
  IconReportAnalytics,
  IconShieldLock,
  IconUserCircle,
} from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import type { SettingsSection } from '../../state/view.ts';
import {
  AccountRoom,
  GeneralRoom,
  LogRoom,
  NetworkRoom,
  PasswordsRoom,
  PrivacyRoom,
  ReportsRoom,
  UpdatesRoom,
} from '../rooms.ts';
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
  { id: 'account', title: 'account.title', icon: IconUserCircle, render: () => <AccountRoom.View /> },
  { id: 'network', title: 'network.title', icon: IconNetwork, render: () => <NetworkRoom.View /> },
  { id: 'reports', title: 'telemetry.title', icon: IconReportAnalytics, render: () => <ReportsRoom.View /> },
  { id: 'privacy', title: 'settings.privacy', icon: IconShieldLock, render: () => <PrivacyRoom.View /> },
  { id: 'log', title: 'log.title', icon: IconFileText, render: () => <LogRoom.View /> },
  { id: 'updates', title: 'settings.updates', icon: IconRefresh, render: () => <UpdatesRoom.View /> },
];

export function sectionTitle(id: SettingsSection): string {
  const section = SECTIONS.find((each) => each.id === id);
  return section === undefined ? t('settings.title') : t(section.title);
}
