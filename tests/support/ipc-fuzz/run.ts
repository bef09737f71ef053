import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AppErrorData } from '../../../src/shared/errors.ts';
import type { Random } from '../random.ts';
import { mutate, sampleOf, type Payload } from './mutate.ts';
import type { FuzzedProcedure } from './procedures.ts';

/** A page's end of the line: sends texts, hears answers. */
export type FuzzPort = { send(message: unknown): void; listen(listener: (message: unknown) => void): void };

export type Verdict = {
  sent: number;
  /** Answered with an AppError. */
  refused: number;
  /** Answered with something: the payload was still a valid one. */
  answered: number;
  /** Valid and of no effect we want in a test: not sent. */
  spared: number;
  /** Valid calls that wait for something by their nature, cancelled. */
  waiting: number;
  /** Answers nobody may get: a bug's, or no error of ours. */
  readonly wrong: string[];
  readonly times: number[];
};

/** How long an answer may take before the call is cancelled and counted as waiting. */
const ANSWER_LIMIT_MS = 2_000;

/** Calls whose success would do something outside the test; their payloads are sent only where the schema refuses them. */
function isDangerous({ meta, input }: FuzzedProcedure): boolean {
  return meta.effect !== 'read' && input !== null;
}

/** What takes no input reads no payload, so a tenth of them shows as much; LONG_TESTS sends them all. */
export function roundsFor({ input }: FuzzedProcedure, rounds: number): number {
  return input === null && process.env['LONG_TESTS'] === undefined ? Math.ceil(rounds / 10) : rounds;
}

/** One hostile payload for the procedure; null where it might do what it says. */
export function payloadFor(procedure: FuzzedProcedure, random: Random, round: number): Payload | null {
  const valid = procedure.schema === null ? {} : sampleOf(procedure.schema, random);
  const payload = mutate(valid, random, round);
  return isDangerous(procedure) && isStillValid(procedure, payload) ? null : payload;
}

/** What an error that left the app is: one that says what happened, or one that nobody may get. */
export function isRefusal(json: unknown): boolean {
  const { code, data } = (json ?? {}) as { code?: unknown; data?: unknown };
  const known = AppErrorData.safeParse(data);
  // The library's own word for a body it cannot decode; the page shows it as an error of ours.
  return known.success ? known.data.code !== 'INTERNAL' : code === 'BAD_REQUEST';
}

type Answer = { readonly status: number; readonly json: unknown } | 'none';

/** Sends every procedure `rounds` hostile payloads, one after the other. */
export async function fuzzProcedures(
  port: FuzzPort,
  procedures: ReadonlyArray<FuzzedProcedure>,
  { rounds, random, spare = [] }: { rounds: number; random: Random; spare?: ReadonlyArray<string> },
): Promise<Verdict> {
  const verdict: Verdict = { sent: 0, refused: 0, answered: 0, spared: 0, waiting: 0, wrong: [], times: [] };
  const ask = caller(port);
  for (const procedure of procedures) {
    if (spare.includes(procedure.path)) continue;
    for (let round = 0; round < roundsFor(procedure, rounds); round++) {
      const payload = payloadFor(procedure, random, round);
      if (payload === null) {
        verdict.spared += 1;
        continue;
      }
      const began = performance.now();
      const answer = await ask(procedure.path, payload.text);
      verdict.sent += 1;
      verdict.times.push(performance.now() - began);
      count(verdict, procedure, payload, answer);
    }
  }
  return verdict;
}

function count(verdict: Verdict, { path }: FuzzedProcedure, { kind }: Payload, answer: Answer): void {
  if (answer === 'none') {
    verdict.waiting += 1;
    return;
  }
  if (answer.status < 300) {
    verdict.answered += 1;
    return;
  }
  if (isRefusal(answer.json)) verdict.refused += 1;
  else verdict.wrong.push(`${path} on ${kind}: ${JSON.stringify(answer).slice(0, 200)}`);
}

/** Whether the schema takes the payload as it is. One that cannot even be read is not valid. */
function isStillValid({ input }: FuzzedProcedure, { text, kind }: Payload): boolean {
  if (kind === 'depth 5,000' || kind === '10 MB text') return false;
  if (kind === 'meta' || kind === 'NaN') return true;
  try {
    return input?.safeParse((JSON.parse(text) as { json?: unknown }).json).success === true;
  } catch {
    return true;
  }
}

function caller(port: FuzzPort): (path: string, body: string) => Promise<Answer> {
  const waiting = new Map<string, (answer: Answer) => void>();
  let last = 0;
  port.listen((message) => {
    const { i, p } = JSON.parse(String(message)) as { i: string; p?: { s?: number; b?: { json?: unknown } } };
    waiting.get(i)?.({ status: p?.s ?? 200, json: p?.b?.json });
  });
  return async (path, body) => {
    last += 1;
    const id = String(last);
    const abort = new AbortController();
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    port.send(`{"i":"${id}","p":{"u":"${path}","b":${body}}}`);
    const limit = wait(ANSWER_LIMIT_MS, 'none' as const, { signal: abort.signal }).catch(() => 'none' as const);
    const answer = await Promise.race([answered, limit]);
    abort.abort();
    waiting.delete(id);
    if (answer === 'none') port.send(`{"i":"${id}","t":4}`);
    return answer;
  };
}

/** Frames that are no calls at all. */
export function rawFrames(): ReadonlyArray<unknown> {
  const cycle: Record<string, unknown> = { i: '1', t: 1 };
  cycle['p'] = { u: '/app/info', b: cycle };
  const texts = [
    '',
    '{',
    'null',
    '[]',
    '7',
    '{"i":1}',
    '{"i":"1"}',
    '{"i":"1","p":{"u":"http://evil/"}}',
    '['.repeat(5_000),
  ];
  return [
    ...texts,
    ...[undefined, null, 7, Number.NaN, 1n, true, [], {}, cycle, new Map([[1, 2]]), new Set([1]), new Date(0), /x/],
    ...[new Uint8Array(16), new ArrayBuffer(8), { i: '1', p: { u: '/app/info', m: 'GET' } }, { i: 1, p: 2, t: {} }],
    '{"i":"1","p":{"u":"/app/info","h":{"content-type":"text/event-stream"},"b":{}}}',
    '{"i":"1","t":3,"p":{"e":"message","d":1}}',
    { i: '1', p: { u: '/clusters/create', b: new Blob(['x']) } },
  ];
}

/** Bytes in use after everything unused is gone. */
export async function heapUsed(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let times = 0; times < 3; times++) {
    collect();
    await wait(50);
  }
  return process.memoryUsage().heapUsed;
}

export function median(values: ReadonlyArray<number>): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
