import * as buffer from 'node:buffer';
import { decodeUtf8 } from '../../shared/values/utf8.ts';

type Judge = (bytes: Uint8Array) => boolean;

/** Node before 18.14 has none; decoding it all is then the way to know. */
const native = (buffer as { readonly isUtf8?: Judge }).isUtf8;

/** Whether the bytes are valid UTF-8. */
export const isUtf8: Judge = native ?? ((bytes) => decodeUtf8(bytes).ok);
