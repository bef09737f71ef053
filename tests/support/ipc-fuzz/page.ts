import type { Page } from '@playwright/test';
import { LARGE } from './mutate.ts';

/** What a page heard when it had sent a procedure its payloads, one after the other. */
export type Heard = {
  readonly answered: number;
  /** Cancelled after the limit: calls that wait by their nature. */
  readonly waiting: number;
  /** The body of each error that came, and how often. */
  readonly errors: ReadonlyArray<readonly [string, number]>;
  /** Milliseconds until each answer. */
  readonly times: ReadonlyArray<number>;
};

/** Gives the page a port of its own to the core, as our client asks for one, for `sendFromPage`. */
export async function openPort(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const port = await new Promise<MessagePort>((resolve) => {
      window.addEventListener(
        'message',
        (event) => event.data === 'rpc:port' && event.ports[0] !== undefined && resolve(event.ports[0]),
        { once: true },
      );
      (window as unknown as { desktop: { connect(): void } }).desktop.connect();
    });
    Object.assign(window, { fuzz: { port, last: 0 } });
  });
}

/** Sends a procedure its payloads (compact ones) over the page's port. */
export function sendFromPage(
  page: Page,
  path: string,
  payloads: ReadonlyArray<string>,
  limitMs = 2_000,
): Promise<Heard> {
  return page.evaluate(sendAll, { path, payloads: [...payloads], large: LARGE, limitMs });
}

type Order = { path: string; payloads: string[]; large: typeof LARGE; limitMs: number };

/** Runs in the page: it has nothing but what it is given. */
async function sendAll({ path, payloads, large, limitMs }: Order): Promise<Heard> {
  const state = (window as unknown as { fuzz: { port: MessagePort; last: number } }).fuzz;
  const deep = '['.repeat(large.depth) + ']'.repeat(large.depth);
  const heard = { answered: 0, waiting: 0, errors: new Map<string, number>(), times: [] as number[] };
  for (const payload of payloads) {
    const text = payload.replace(large.hugeMark, () => 'x'.repeat(large.hugeLength)).replace(large.deepMark, deep);
    const id = (state.last += 1).toString(36);
    const began = performance.now();
    const answer = await new Promise<string | null>((resolve) => {
      const limit = setTimeout(() => resolve(null), limitMs);
      state.port.onmessage = ({ data }) => {
        if (!String(data).startsWith(`{"i":"${id}"`)) return;
        clearTimeout(limit);
        resolve(String(data));
      };
      state.port.postMessage(`{"i":"${id}","p":{"u":"${path}","b":${text}}}`);
    });
    if (answer === null) {
      state.port.postMessage(`{"i":"${id}","t":4}`);
      heard.waiting += 1;
      continue;
    }
    heard.times.push(performance.now() - began);
    const { p } = JSON.parse(answer) as { p?: { s?: number; b?: { json?: unknown } } };
    if ((p?.s ?? 200) < 300) heard.answered += 1;
    else {
      const error = JSON.stringify(p?.b?.json ?? null);
      heard.errors.set(error, (heard.errors.get(error) ?? 0) + 1);
    }
  }
  return { ...heard, errors: [...heard.errors] };
}
