export const settingsTexts = {
  'settings.title': 'Settings',
  'settings.close': 'Close settings',
  'settings.goTo': 'Settings: {section}',
  'settings.general': 'General',
  'settings.privacy': 'Privacy',
  'settings.updates': 'Updates',
  'settings.searchCacheHint':
    'What searches keep on this computer, encrypted, so that the next one need not read Kafka again.',
  'settings.searchCacheOpen': 'Open…',
} as const;
