import { AppError } from '../../shared/errors.ts';
import type { RecordFilter } from '../../shared/contract/filters.ts';
import type { DecodedRecord } from '../serdes/index.ts';
import { checkFilter } from './check-filter.ts';
import { parseChecked } from './check-expression.ts';
import { createCompiler } from './compile-expression.ts';
import { beginRecord, FrameBuilder, type Frame } from './frame.ts';
import type { JavaScriptRunner } from './javascript/runner.ts';
import { createRawTest, type RawTest } from './raw-test.ts';
import { requiredOf } from './raw-needles.ts';
import { compileWords } from './words.ts';

export type CompiledFilter = {
  /** Sound test of raw bytes; null: nothing can be said, decode every record. */
  readonly raw: RawTest | null;
  /** The parts it looks at. */
  readonly needs: { readonly key: boolean; readonly value: boolean; readonly headers: boolean };
  /** It has JavaScript in it: ask `testMany`. */
  readonly isAsync: boolean;
  /** Only where it is not async. */
  test(record: DecodedRecord): boolean;
  /** 1: matches. Throws FILTER_FAILED or FILTER_TOO_SLOW naming the record where JavaScript fails. */
  testMany(records: ReadonlyArray<DecodedRecord>): Promise<Uint8Array>;
  close(): Promise<void>;
};

export type CompileOptions = {
  /** Starts what runs JavaScript; asked once, when the first such filter is compiled. */
  readonly javascript?: () => JavaScriptRunner;
  /** Milliseconds since 1970, for now(). */
  readonly clock?: () => number;
};

/** Tests many records; those whose mask is 0 are not asked for, and stay 0. */
type TestMany = (records: ReadonlyArray<DecodedRecord>, wanted: Uint8Array) => Promise<Uint8Array>;
type Compiled = {
  readonly test: (record: DecodedRecord) => boolean;
  /** Null where `test` is enough. */
  readonly many: TestMany | null;
};

type Room = { readonly builder: FrameBuilder; readonly frame: () => Frame; readonly runner: () => JavaScriptRunner };

/** Makes a filter ready to test records. Throws FILTER_INVALID for what `checkFilter` finds wrong. */
export function compileFilter(filter: RecordFilter, options: CompileOptions = {}): CompiledFilter {
  const [problem] = checkFilter(filter);
  if (problem !== undefined)
    throw new AppError('FILTER_INVALID', problem.message, { hint: 'Correct the filter and search again.' });
  const builder = new FrameBuilder();
  const state: { frame: Frame | null; runner: JavaScriptRunner | null } = { frame: null, runner: null };
  const frameOf = () => (state.frame ??= builder.build(options.clock ?? Date.now));
  const compiled = compile(filter, { builder, frame: frameOf, runner: () => (state.runner ??= startRunner(options)) });
  const frame = frameOf();
  const required = requiredOf(filter);
  const test = (record: DecodedRecord) => {
    beginRecord(frame, record);
    return compiled.test(record);
  };
  const { many } = compiled;
  return {
    raw: required === null ? null : createRawTest(required.needles, required.parts),
    needs: { ...builder.needs },
    isAsync: many !== null,
    test,
    testMany: async (records) => {
      if (many === null) return Uint8Array.from(records, (record) => (test(record) ? 1 : 0));
      return many(records, new Uint8Array(records.length).fill(1));
    },
    close: async () => state.runner?.close(),
  };
}

function startRunner({ javascript }: CompileOptions): JavaScriptRunner {
  if (javascript === undefined) throw new AppError('UNSUPPORTED', 'JavaScript filters cannot run here.');
  return javascript();
}

function compile(filter: RecordFilter, room: Room): Compiled {
  const { needs } = room.builder;
  switch (filter.kind) {
    case 'words': {
      for (const part of ['key', 'value', 'headers'] as const) {
        if (filter.in === part || filter.in === 'any') needs[part] = true;
      }
      return { test: compileWords(filter), many: null };
    }
    case 'expression': {
      const test = createCompiler(room.builder).test(parseChecked(filter.text, 'filter'));
      return { test: () => test(room.frame()), many: null };
    }
    case 'is':
      return { test: compileIs(filter.what, needs), many: null };
    case 'javascript':
      return compileJavaScript(filter.code, room);
    case 'not': {
      const inner = compile(filter.filter, room);
      return { test: (record) => !inner.test(record), many: inner.many === null ? null : negated(inner.many) };
    }
    case 'all':
    case 'any':
      return compileGroup(
        filter.kind,
        filter.filters.map((inner) => compile(inner, room)),
        room,
      );
  }
}

function compileIs(
  what: 'tombstone' | 'null-key' | 'empty-value' | 'undecodable',
  needs: FrameBuilder['needs'],
): Compiled['test'] {
  if (what === 'null-key' || what === 'undecodable') needs.key = true;
  if (what !== 'null-key') needs.value = true;
  switch (what) {
    case 'tombstone':
      return ({ value }) => value.bytes === null;
    case 'null-key':
      return ({ key }) => key.bytes === null;
    case 'empty-value':
      return ({ value }) => value.bytes?.length === 0;
    case 'undecodable':
      return ({ key, value }) => value.failure() !== null || key.failure() !== null;
  }
}

function compileJavaScript(code: string, { builder, runner }: Room): Compiled {
  builder.needs.key = builder.needs.value = builder.needs.headers = true;
  const program = runner().open(code);
  return {
    test: () => {
      throw new Error('A filter with JavaScript in it is asked through testMany.');
    },
    many: (records, wanted) => program.test(records, wanted),
  };
}

function negated(many: TestMany): TestMany {
  return async (records, wanted) => {
    const mask = await many(records, wanted);
    return mask.map((bit, index) => (wanted[index] === 1 && bit === 0 ? 1 : 0));
  };
}

/** Quick filters first; the slow ones are asked only for records that the others have not settled. */
function compileGroup(kind: 'all' | 'any', inner: ReadonlyArray<Compiled>, room: Room): Compiled {
  const isAll = kind === 'all';
  const quick = inner.filter(({ many }) => many === null).map(({ test }) => test);
  const slow = inner.flatMap(({ many }) => (many === null ? [] : [many]));
  const test = isAll
    ? (record: DecodedRecord) => quick.every((one) => one(record))
    : (record: DecodedRecord) => quick.some((one) => one(record));
  if (slow.length === 0) return { test, many: null };
  const many: TestMany = async (records, wanted) => {
    const verdict = new Uint8Array(records.length);
    records.forEach((record, index) => {
      if (wanted[index] === 0) return;
      beginRecord(room.frame(), record);
      verdict[index] = test(record) ? 1 : 0;
    });
    for (const next of slow) {
      const open = verdict.map((bit, index) => (wanted[index] === 1 && (bit === 1) === isAll ? 1 : 0));
      if (!open.includes(1)) break;
      const found = await next(records, open);
      for (let index = 0; index < open.length; index += 1)
        if (open[index] === 1) verdict[index] = found[index] as number;
    }
    return verdict;
  };
  return { test: inner[0]?.test ?? test, many };
}
