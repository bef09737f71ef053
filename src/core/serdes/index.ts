/**
 * Serdes: bytes ⇄ values. Pure functions used by the worker that reads; may touch shared and nothing else.
 */
export { decode, VALUE_TEXT_LIMIT } from './decode.ts';
export { preview, PREVIEW_CHARS } from './preview.ts';
export type { SchemaRef, SchemaSource, SchemaText } from './decoded.ts';
