export const createExporter = () => ({});
