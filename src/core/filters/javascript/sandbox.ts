import variant from '@jitl/quickjs-singlefile-cjs-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { asBody, asExpression, preludeFor } from './prelude.ts';
import { LIMITS, type BatchText, type FromThread } from './protocol.ts';
import { RECORD_FIELDS, type RecordField } from './used-fields.ts';

type Answer = Exclude<FromThread, { kind: 'ready' }>;

/** One filter: a runtime of its own, without a single function of ours in it. */
type Program = {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  readonly run: QuickJSHandle;
  readonly where: QuickJSHandle;
};

/**
 * JavaScript filters in QuickJS. Nothing but texts goes in or out: no host function, no module loader, no job is ever run.
 * An abort of the WASM module (its own bug, or its memory gone) takes the module away; the next batch starts a new one.
 */
export class Sandbox {
  #module: QuickJSWASMModule | null = null;
  #deadline = 0;
  #cpuDeadline = 0;
  #interrupted = false;
  readonly #codes = new Map<number, { readonly code: string; readonly fields: ReadonlyArray<RecordField> }>();
  readonly #programs = new Map<number, Program>();

  async start(): Promise<void> {
    this.#module ??= await newQuickJSWASMModuleFromVariant(quickVariant());
  }

  open(id: number, code: string, fields: ReadonlyArray<RecordField> = RECORD_FIELDS): void {
    this.#codes.set(id, { code, fields });
  }

  close(id: number): void {
    this.#codes.delete(id);
    const program = this.#programs.get(id);
    this.#programs.delete(id);
    if (program !== undefined) dispose(program);
  }

  async test(id: number, batch: BatchText): Promise<Answer> {
    try {
      await this.start();
      this.#begin();
      const program = this.#programs.get(id) ?? this.#create(id);
      return 'kind' in program ? program : this.#run(program, batch);
    } catch (error) {
      // Emscripten's abort: nothing of this module can be trusted any more, not even to be freed.
      this.#module = null;
      this.#programs.clear();
      const why = error instanceof Error ? error.message : String(error);
      return failed('FILTER_FAILED', `it broke the sandbox it runs in (${why})`, null);
    }
  }

  #begin(): void {
    this.#deadline = Date.now() + LIMITS.softMs;
    this.#cpuDeadline = cpuMs() + LIMITS.softMs;
    this.#interrupted = false;
  }

  #create(id: number): Program | Answer {
    const module = this.#module as QuickJSWASMModule;
    const runtime = module.newRuntime();
    runtime.setMemoryLimit(LIMITS.memoryBytes);
    runtime.setMaxStackSize(LIMITS.stackBytes);
    runtime.setInterruptHandler(() => {
      if (Date.now() <= this.#deadline || cpuMs() <= this.#cpuDeadline) return false;
      this.#interrupted = true;
      return true;
    });
    const context = runtime.newContext();
    const { code, fields } = this.#codes.get(id) ?? { code: '', fields: RECORD_FIELDS };
    const filter = compileCode(context, code);
    if ('failure' in filter) {
      context.dispose();
      runtime.dispose();
      return failed(this.#interrupted ? 'FILTER_TOO_SLOW' : 'FILTER_INVALID', filter.failure, null);
    }
    const make = context.unwrapResult(context.evalCode(preludeFor(fields), 'conduktor'));
    const made = context.unwrapResult(context.callFunction(make, context.undefined, filter.handle));
    const program = { runtime, context, run: context.getProp(made, 'run'), where: context.getProp(made, 'where') };
    for (const handle of [make, made, filter.handle]) handle.dispose();
    this.#programs.set(id, program);
    return program;
  }

  #run({ context, run, where }: Program, { text, count, bigMark }: BatchText): Answer {
    const batch = context.newString(text);
    const mark = bigMark === null ? context.undefined : context.newString(bigMark);
    const result = context.callFunction(run, context.undefined, batch, mark);
    batch.dispose();
    mark.dispose();
    if (result.error !== undefined) {
      const why = messageOf(context, result.error);
      const record = this.#ask(context, where);
      if (this.#interrupted)
        return failed('FILTER_TOO_SLOW', `it took longer than ${LIMITS.softMs} ms for ${count} records`, record);
      return failed('FILTER_FAILED', explain(why), record);
    }
    const answer = context.typeof(result.value) === 'string' ? context.getString(result.value) : '';
    result.value.dispose();
    if (answer.startsWith('!')) {
      const [, index = '', message = ''] = /^!(\d{1,9}):([^]*)$/.exec(answer) ?? [];
      return failed('FILTER_FAILED', explain(message), index === '' ? null : Number(index));
    }
    if (answer.length !== count || /[^01]/.test(answer))
      return failed('FILTER_FAILED', 'it changed how it is asked', null);
    return { kind: 'mask', mask: answer };
  }

  /** At which record it was stopped. */
  #ask(context: QuickJSContext, where: QuickJSHandle): number | null {
    const interrupted = this.#interrupted;
    this.#deadline = Date.now() + 50;
    this.#cpuDeadline = cpuMs() + 50;
    const result = context.callFunction(where, context.undefined);
    this.#interrupted = interrupted;
    if (result.error !== undefined) {
      result.error.dispose();
      return null;
    }
    const index = context.getNumber(result.value);
    result.value.dispose();
    return Number.isInteger(index) && index >= 0 ? index : null;
  }
}

/**
 * Milliseconds this thread has worked: on a machine that is busy with other things a good filter is not to blame. Node
 * before 23.9 does not tell, and then only the clock counts.
 */
function cpuMs(): number {
  const told = (process as { threadCpuUsage?: () => NodeJS.CpuUsage }).threadCpuUsage?.();
  return told === undefined ? Date.now() : (told.user + told.system) / 1000;
}

/** The parts of Emscripten's module that carry texts into the sandbox's memory. */
type TextCarrier = {
  HEAPU8: Uint8Array<ArrayBuffer>;
  lengthBytesUTF8: (text: string) => number;
  stringToUTF8: (text: string, at: number, room: number) => number;
};

/** The library writes texts character by character, a fifth of the whole time; Node's own writing takes next to nothing. */
function quickVariant(): QuickJSSyncVariant {
  // Bundlers differ in what they make of a CommonJS default export.
  const loaded = variant as unknown as { readonly default?: QuickJSSyncVariant };
  const base = loaded.default ?? variant;
  return {
    ...base,
    importModuleLoader: async () => {
      const imported = await base.importModuleLoader();
      const outer = typeof imported === 'function' ? imported : imported.default;
      const load = typeof outer === 'function' ? outer : outer.default;
      return async (options) => {
        const module = await load(options);
        const carrier = module as unknown as TextCarrier;
        carrier.lengthBytesUTF8 = (text) => Buffer.byteLength(text);
        carrier.stringToUTF8 = (text, at, room) => {
          const written = Buffer.from(carrier.HEAPU8.buffer, at, room - 1).write(text, 'utf8');
          carrier.HEAPU8[at + written] = 0;
          return written;
        };
        return module;
      };
    },
  };
}

function compileCode(context: QuickJSContext, code: string): { handle: QuickJSHandle } | { failure: string } {
  const expression = context.evalCode(asExpression(code), 'filter');
  if (expression.error === undefined) return { handle: expression.value };
  const asOne = messageOf(context, expression.error);
  const body = context.evalCode(asBody(code), 'filter');
  if (body.error === undefined) return { handle: body.value };
  const asMany = messageOf(context, body.error);
  return { failure: explain(/\breturn\b/.test(code) ? asMany : asOne) };
}

/** The message of an error of the sandbox, read as a plain property; the error is freed. */
function messageOf(context: QuickJSContext, error: QuickJSHandle): string {
  const name = context.getProp(error, 'name');
  const message = context.getProp(error, 'message');
  const isError = context.typeof(message) === 'string';
  const text = isError
    ? `${context.typeof(name) === 'string' ? context.getString(name) : 'Error'}: ${context.getString(message)}`
    : 'an error';
  for (const handle of [name, message, error]) handle.dispose();
  return text;
}

function explain(message: string): string {
  if (/out of memory/.test(message)) return `it needs more than ${LIMITS.memoryBytes / 1024 / 1024} MB of memory`;
  if (/stack overflow|Maximum call stack/.test(message)) return 'it calls itself too deeply';
  // eslint-disable-next-line no-control-regex -- a message is one line
  const line = message.replace(/[\u0000-\u001f\u007f]+/g, ' ');
  return line.length > LIMITS.messageChars ? `${line.slice(0, LIMITS.messageChars)}…` : line;
}

function failed(
  code: 'FILTER_INVALID' | 'FILTER_FAILED' | 'FILTER_TOO_SLOW',
  message: string,
  record: number | null,
): Answer {
  return { kind: 'failed', code, message, record };
}

function dispose({ runtime, context, run, where }: Program): void {
  run.dispose();
  where.dispose();
  context.dispose();
  runtime.dispose();
}
