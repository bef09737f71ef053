export const localKafkaTexts = {} as const;
