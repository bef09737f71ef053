import type { Exact } from '../../shared/values/exact.ts';
import type { ByteReader } from './byte-reader.ts';
import { exactToJson } from './exact-json.ts';

/** Lists and maps of a known length, as CBOR and MessagePack both have them. */
type Read = (reader: ByteReader) => Exact;

export function readList(reader: ByteReader, length: number, read: Read): Exact {
  reader.enter();
  reader.hold(length);
  const list: Exact[] = [];
  for (let index = 0; index < length; index += 1) list.push(read(reader));
  reader.leave();
  return list;
}

export function readMap(reader: ByteReader, length: number, read: Read): Exact {
  reader.enter();
  reader.hold(length * 2);
  const map = new Map<string, Exact>();
  for (let index = 0; index < length; index += 1) {
    const key = read(reader);
    map.set(keyText(key), read(reader));
  }
  reader.leave();
  return map;
}

/** Keys that are no text are written as JSON: `1`, `[1,2]`. */
export function keyText(key: Exact): string {
  return typeof key === 'string' ? key : exactToJson(key);
}
