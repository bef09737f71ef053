/**
 * The two loops behind `crc32c.ts` as a WebAssembly module, written out instruction by instruction: 300 bytes that need no
 * compiler to be built and no file to be found.
 */

/**
 * x^209 + x^144 + x^54 + x^39 + x^14 + 1 is a multiple of CRC-32C's polynomial, the shortest of six terms there is. Over
 * two elements a polynomial's square has the same terms at twice the distance, so its 16th power is one as well, in steps
 * of two bytes. A byte that is added at these distances behind itself may be taken away without changing the checksum.
 */
const DISTANCES = [65, 155, 170, 195, 209] as const;
const STEP_BYTES = 2;
/** How far behind itself a byte still has an effect. */
export const REACH = 209 * STEP_BYTES;
/** Eight tables of 256 words begin at address 0. */
export const TABLE_BYTES = 8 * 1024;
const PAGES = 1;
export const MEMORY_BYTES = PAGES * 64 * 1024;

export type Crc32cLoops = {
  readonly memory: WebAssembly.Memory;
  /** Adds to each 16 bytes from `data` to `end` what lies before `history + REACH` at the distances; goes on with both. */
  readonly fold: (data: number, history: number, end: number) => void;
  /** The remainder of `crc` and the bytes from `at` to `end`. */
  readonly divide: (at: number, end: number, crc: number) => number;
};

const op = {
  block: 0x02,
  loop: 0x03,
  end: 0x0b,
  branch: 0x0c,
  branchIf: 0x0d,
  get: 0x20,
  set: 0x21,
  load: 0x28,
  loadByte: 0x2d,
  constant: 0x41,
  isLess: 0x49,
  isAtLeast: 0x4f,
  add: 0x6a,
  subtract: 0x6b,
  and: 0x71,
  xor: 0x73,
  shiftLeft: 0x74,
  shiftRight: 0x76,
} as const;
const NO_RESULT = 0x40;
const INT32 = 0x7f;
const FUNCTION = 0x60;
const VECTOR = { load: [0xfd, 0x00, 0], store: [0xfd, 0x0b, 0, 0], xor: [0xfd, 0x51] } as const;

type Code = ReadonlyArray<number>;

function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}

const get = (local: number): Code => [op.get, local];
const constant = (value: number): Code => [op.constant, ...signed(value)];
const advance = (local: number, by: number): Code => [...get(local), ...constant(by), op.add, op.set, local];

function foldLoop(): Code {
  const [data, history, end] = [0, 1, 2];
  const add = (distance: number): Code => {
    return [...get(history), ...VECTOR.load, ...unsigned(REACH - distance * STEP_BYTES), ...VECTOR.xor];
  };
  return [
    ...[op.loop, NO_RESULT, ...get(data), ...get(data), ...VECTOR.load, 0],
    ...DISTANCES.flatMap(add),
    ...VECTOR.store,
    ...advance(data, 16),
    ...advance(history, 16),
    ...[...get(data), ...get(end), op.isLess, op.branchIf, 0, op.end],
  ];
}

/** Eight bytes at a time by eight tables, what is left byte by byte. */
function divideLoop(): Code {
  const [at, end, crc, low, high] = [0, 1, 2, 3, 4];
  const entry = (table: number): Code => [...constant(2), op.shiftLeft, op.load, 0, ...unsigned(table * 1024)];
  const look = (word: number, shift: number, table: number): Code => {
    return [...get(word), ...constant(shift), op.shiftRight, ...constant(255), op.and, ...entry(table)];
  };
  const bytes = [low, high].flatMap((word) => [0, 8, 16, 24].map((shift) => [word, shift] as const));
  const open = [op.block, NO_RESULT, op.loop, NO_RESULT];
  const again = [op.branch, 0, op.end, op.end];
  return [
    ...open,
    ...[...get(end), ...get(at), op.subtract, ...constant(8), op.isLess, op.branchIf, 1],
    ...[...get(at), op.load, 0, 0, ...get(crc), op.xor, op.set, low],
    ...[...get(at), op.load, 0, 4, op.set, high],
    ...bytes.flatMap(([word, shift], index) => [...look(word, shift, 7 - index), ...(index === 0 ? [] : [op.xor])]),
    ...[op.set, crc, ...advance(at, 8), ...again],
    ...open,
    ...[...get(at), ...get(end), op.isAtLeast, op.branchIf, 1],
    ...[...get(crc), ...get(at), op.loadByte, 0, 0, op.xor, ...constant(255), op.and, ...entry(0)],
    ...[...get(crc), ...constant(8), op.shiftRight, op.xor, op.set, crc, ...advance(at, 1), ...again],
    ...get(crc),
  ];
}

const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const list = (items: ReadonlyArray<Code>): Code => [...unsigned(items.length), ...items.flat()];
const name = (text: string): Code => [text.length, ...Buffer.from(text)];

/** `locals`: how many 32-bit numbers beside its parameters it uses. */
function body(locals: number, code: Code): Code {
  const content = [...(locals === 0 ? [0] : [1, locals, INT32]), ...code, op.end];
  return [...unsigned(content.length), ...content];
}

/** Throws where the machine has no 128-bit instructions. */
export function createLoops(): Crc32cLoops {
  const three = [3, INT32, INT32, INT32];
  const bytes = Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([[FUNCTION, ...three, 0], [FUNCTION, ...three, 1, INT32]])), // prettier-ignore
    ...section(3, list([[0], [1]])),
    ...section(5, list([[0, PAGES]])),
    ...section(7, list([[...name('memory'), 2, 0], [...name('fold'), 0, 0], [...name('divide'), 0, 1]])), // prettier-ignore
    ...section(10, list([body(0, foldLoop()), body(2, divideLoop())])),
  ]);
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Crc32cLoops;
}
