import type { Exact } from '../../shared/values/exact.ts';
import { Undecodable, strictUtf8 } from './byte-reader.ts';
import { decodeCbor } from './cbor.ts';
import { firstBinaryCharacter } from './control.ts';
import { decode } from './decode.ts';
import type { Input } from './forms.ts';
import { decodeMessagePack } from './messagepack.ts';
import { bytesReading, failedReading, type Reading } from './reading.ts';
import { frameOf, payloadOf, refText, type Frame } from './registry-wire.ts';
import type { FoundSchema, Schemas } from './schemas.ts';

/** MessagePack and CBOR are tried on values up to this size: the attempt reads all of it. */
const TRIED_BYTES = 4 * 1024 * 1024;

/**
 * Recognises what does not begin like text: a schema named by the record, then text of other alphabets, then MessagePack
 * and CBOR where they decode to the last byte. What is none of these is bytes, with a guess in words.
 */
export function recognise(input: Input, schemas: Schemas, part: 'key' | 'value'): Reading {
  const { bytes } = input;
  const frame = frameOf(bytes, input.headers, part);
  if (frame !== null) return withSchema(bytes, frame, schemas.find(frame.ref));
  const text = strictUtf8(bytes);
  if (text !== null && firstBinaryCharacter(text) < 0) {
    const reason = 'Valid UTF-8, not a JSON object or array.';
    return { format: 'text', value: text, show: { kind: 'text', text }, reason, failure: null, schema: null };
  }
  return text === null && bytes.length <= TRIED_BYTES ? packed(bytes) : plainBytes(bytes);
}

function plainBytes(bytes: Buffer): Reading {
  return { ...bytesReading(bytes, ''), more: () => decode(bytes, 0).reason };
}

/** A 64-bit number may begin like a schema id, so eight bytes are not said to be broken. */
const AMBIGUOUS_BYTES = 8;

function withSchema(bytes: Buffer, frame: Frame, found: FoundSchema | undefined): Reading {
  if (found === undefined) return { ...plainBytes(bytes), reason: `${said(frame)}, which has not been loaded.` };
  if ('failure' in found) {
    const why = `${said(frame)}, which cannot be had: ${found.failure}`;
    return found.absent ? { ...plainBytes(bytes), reason: why } : broken(bytes, frame, why);
  }
  try {
    return found.read(payloadOf(bytes, frame), frame);
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    return broken(bytes, frame, `${said(frame)}, but cannot be decoded with it. ${error.message}`);
  }
}

/** Put together only where it is told: most records are decoded, by the million. */
function said(frame: Frame): string {
  return `It names ${refText(frame.ref)}`;
}

function broken(bytes: Buffer, frame: Frame, why: string): Reading {
  const isCertain = frame.start !== 5 || bytes.length !== AMBIGUOUS_BYTES;
  return isCertain ? failedReading(bytes, why) : { ...plainBytes(bytes), reason: why };
}

/** The `registry` choice: what names no schema, or one that cannot be had, has failed. */
export function readWithRegistry(input: Input, schemas: Schemas, part: 'key' | 'value'): Reading {
  const { bytes } = input;
  const frame = frameOf(bytes, input.headers, part);
  if (frame === null) {
    return failedReading(
      bytes,
      'It names no schema: it begins with neither byte 0 and a schema id nor a Glue header, and no header names one.',
    );
  }
  const found = schemas.find(frame.ref);
  if (found === undefined) return failedReading(bytes, `${said(frame)}, which has not been loaded.`);
  if ('failure' in found) return failedReading(bytes, `${said(frame)}, which cannot be had: ${found.failure}`);
  try {
    return found.read(payloadOf(bytes, frame), frame);
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    return failedReading(bytes, `${said(frame)}, but cannot be decoded with it. ${error.message}`);
  }
}

/** Lead bytes of maps and lists that hold something. */
function beginsLikeMessagePack(lead: number): boolean {
  return (lead >= 0x81 && lead <= 0x8f) || (lead >= 0x91 && lead <= 0x9f) || (lead >= 0xdc && lead <= 0xdf);
}

/** The same of CBOR, and its own mark (tag 55799). */
function beginsLikeCbor(lead: number): boolean {
  return (
    (lead >= 0x81 && lead <= 0x9b) || lead === 0x9f || (lead >= 0xa1 && lead <= 0xbb) || lead === 0xbf || lead === 0xd9
  );
}

function packed(bytes: Buffer): Reading {
  const lead = bytes[0] as number;
  const messagePack = beginsLikeMessagePack(lead) ? attempt(decodeMessagePack, bytes) : null;
  if (messagePack !== null) return packedReading('messagepack', messagePack);
  const cbor = beginsLikeCbor(lead) ? attempt(decodeCbor, bytes) : null;
  return cbor === null ? plainBytes(bytes) : packedReading('cbor', cbor);
}

function packedReading(format: 'messagepack' | 'cbor', value: Exact): Reading {
  const name = format === 'cbor' ? 'CBOR' : 'MessagePack';
  const reason = `Recognised as ${name}: it decodes to the last byte.`;
  return { format, value, show: { kind: 'tree' }, reason, failure: null, schema: null };
}

function attempt(decoder: (bytes: Buffer) => Exact, bytes: Buffer): Exact {
  try {
    const value = decoder(bytes);
    return isLikely(value) ? value : null;
  } catch (error) {
    if (error instanceof Undecodable) return null;
    throw error;
  }
}

/** A few bytes of anything may decode as a list of numbers; objects with words for keys hardly ever come about by chance. */
function isLikely(value: Exact): boolean {
  if (value instanceof Map)
    return value.size > 0 && [...value.keys()].every((key) => /^[\p{L}_$@][\p{L}\p{N}_$@.:/ -]*$/u.test(key));
  return (
    Array.isArray(value) && value.some((item: Exact) => (typeof item === 'string' && item.length > 2) || isLikely(item))
  );
}
