export const topicsTexts = {
  'topics.title': 'Topics',
} as const;
