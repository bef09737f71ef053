export const shortcutTexts = {
  'shortcuts.title': 'Keyboard shortcuts',
  'shortcuts.lists': 'Lists',
  'shortcuts.move': 'Move in a list or tree',
  'shortcuts.open': 'Open',
  'shortcuts.peek': 'Look without leaving the list',
  'shortcuts.back': 'Close, cancel, clear',
} as const;
