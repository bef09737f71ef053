import { RecordDetail, RecordRow } from '../../../src/shared/contract/records.ts';
import type { Reader } from '../../integration/records-harness.ts';
import type { HostileRecord } from './record.ts';

/** A record that was produced, and the row it became. */
export type Shown = { readonly record: HostileRecord; readonly row: RecordRow };

/**
 * One way of a record out of a session, through contract, guard and worker. Throws where something is wrong with it.
 * To add one (copy of another form, an export of one record): another entry in `SESSION_WAYS`; what works on a whole
 * session (filter, export of all) stands as a test of its own in tests/integration/hostile-records.test.ts.
 */
export type SessionWay = {
  readonly name: string;
  through(reader: Reader, sessionId: string, shown: Shown): Promise<void>;
};

/** As JSON, where every backslash and quote counts twice. */
const MOST_IN_A_MESSAGE = 1_150_000;
const MOST_IN_A_ROW = 16 * 1024;
/** Of a record's headers; all thousand of each would be a test of patience. */
const HEADERS_COPIED = 12;

function must(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what);
}

const list: SessionWay = {
  name: 'list',
  through(_reader, _sessionId, { record, row }) {
    RecordRow.parse(row);
    must(JSON.stringify(row).length <= MOST_IN_A_ROW, 'its row is too large');
    must(row.keySize === (record.key?.length ?? 0) && row.valueSize === (record.value?.length ?? 0), 'a size is wrong');
    must(row.headers === record.headers.length, 'the number of headers is wrong');
    must((row.value.format === 'null') === (record.value === null), 'null and empty are mixed up');
    must((row.value.format === 'empty') === (record.value?.length === 0), 'null and empty are mixed up');
    return Promise.resolve();
  },
};

const panel: SessionWay = {
  name: 'panel',
  async through(reader, sessionId, { record, row }) {
    const detail = await reader.client.record({ sessionId, id: row.id });
    RecordDetail.parse(detail);
    must(JSON.stringify(detail).length <= MOST_IN_A_MESSAGE, 'its panel is too large');
    must(detail.headers.length === record.headers.length, 'the number of headers is wrong');
    must(Number.isSafeInteger(detail.timestamp), 'its time is no number');
    const isExact = record.timestamp === undefined || BigInt(detail.timestamp) === record.timestamp;
    must(isExact || record.timestamp > BigInt(Number.MAX_SAFE_INTEGER), 'its time is another');
    if (detail.value.format !== 'json' || record.value === null || detail.value.cut) return;
    must(detail.value.raw === record.value.toString('utf8'), 'the JSON that is copied is not the one that was written');
  },
};

const copy: SessionWay = {
  name: 'copy',
  async through(reader, sessionId, { record, row }) {
    const { id } = row;
    const same = async (part: PartName, bytes: Buffer | null) => {
      const copied = await bytesOf(reader, { sessionId, id, part });
      must(copied.equals(bytes ?? Buffer.alloc(0)), `the bytes of ${JSON.stringify(part)} are not what was written`);
    };
    await same('key', record.key);
    await same('value', record.value);
    for (const [header, [, value]] of record.headers.slice(0, HEADERS_COPIED).entries()) await same({ header }, value);
  },
};

type PartName = 'key' | 'value' | { readonly header: number };
type PartAt = { readonly sessionId: string; readonly id: number; readonly part: PartName };

/** All bytes of a part, in as many answers as it takes. */
export async function* partsOf(reader: Reader, at: PartAt): AsyncGenerator<Buffer> {
  for (let start = 0; ;) {
    const answer = await reader.client.bytes({ ...at, start });
    must(answer.base64.length <= MOST_IN_A_MESSAGE, 'a part is too large');
    yield Buffer.from(answer.base64, 'base64');
    if (answer.end >= answer.size) return;
    must(answer.end > start, 'a part does not get on');
    start = answer.end;
  }
}

/** The same in one piece. */
export async function bytesOf(reader: Reader, at: PartAt): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of partsOf(reader, at)) parts.push(part);
  return Buffer.concat(parts);
}

export const SESSION_WAYS: ReadonlyArray<SessionWay> = [list, panel, copy];

/** Sends every record through every way; the error names the record, the way and the seed. */
export async function throughAll(reader: Reader, sessionId: string, shown: ReadonlyArray<Shown>, seed: number) {
  for (const way of SESSION_WAYS) {
    for (const each of shown) {
      await way.through(reader, sessionId, each).catch((cause: unknown) => {
        throw new Error(`"${each.record.name}" on the way "${way.name}" (seed ${seed})`, { cause });
      });
    }
  }
}
