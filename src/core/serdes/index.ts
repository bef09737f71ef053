/**
 * Serdes: bytes ⇄ values. Pure functions for the threads that read: no file, no network, no clock; schemas come from
 * outside through `SchemaSource`. May touch shared, and the libraries that read schemas (protobufjs, ajv), which make
 * code from text: never import this room into the page.
 */
export { createDecoder, headerPart, type DecoderOptions } from './decoder.ts';
export type {
  DecodedRecord,
  Decoder,
  JsonPlaces,
  Part,
  RawHeaders,
  SchemaFailure,
  SchemaRef,
  SchemaSource,
  SchemaText,
} from './decoded.ts';
export { exactToJson } from './exact-json.ts';
export { jsonToExact, type ParsedExact } from './json-exact.ts';
export { searchedText } from './searched-text.ts';
export { NO_SCHEMAS } from './schemas.ts';
export { SCHEMA_HEADERS } from './registry-wire.ts';
export { decode, VALUE_TEXT_LIMIT } from './decode.ts';
export { preview, PREVIEW_CHARS } from './preview.ts';
