export const welcomeTexts = {} as const;
