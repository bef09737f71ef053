/**
 * A key or value on screen: as a coloured line in a table, or in full as tree, text or hex. Content is text, never HTML,
 * and no number is parsed. May touch: Mantine, TanStack Virtual and Query, shared values.
 */
export { jsonPieces, type JsonPiece } from './json-tokens.ts';
export { PreviewText } from './preview-text.tsx';
export type { BytesPart, LoadPart, NodeAction, NodePath, ValueTexts, ViewMode } from './types.ts';
export { ValueView, type ValueViewProps } from './value-view.tsx';
