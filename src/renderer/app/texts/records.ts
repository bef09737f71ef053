export const recordsTexts = {
  'records.title': 'Records',
} as const;
