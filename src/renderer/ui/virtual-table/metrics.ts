export const ROW_HEIGHT = 28;
export const HEADER_HEIGHT = 28;
export const MIN_COLUMN_WIDTH = 48;
export const MAX_COLUMN_WIDTH = 2000;
/** Width change of Alt+arrow on a header. */
export const COLUMN_STEP = 16;
