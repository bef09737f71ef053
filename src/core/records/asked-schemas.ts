import type { SchemaRef, SchemaSource, SchemaText } from '../serdes/index.ts';

export type SchemaAnswer = SchemaText | { readonly failure: string };

/** Schemas kept by a thread; each is small and never changes. Failures are asked for again after a while. */
const MOST_SCHEMAS = 5000;
const FAILURE_MS = 30_000;

export type AskedSchemas = SchemaSource & {
  /** The answer to a question that `ask` sent. */
  receive(key: string, answer: SchemaAnswer): void;
};

/** Schemas of a thread that cannot reach the registry: it asks the thread that started it, once per schema. */
export function createAskedSchemas(
  ask: (key: string, ref: SchemaRef) => void,
  clock: () => number = Date.now,
): AskedSchemas {
  const known = new Map<string, { readonly answer: SchemaAnswer; readonly at: number }>();
  const waiting = new Map<
    string,
    { readonly answer: Promise<SchemaAnswer>; readonly resolve: (a: SchemaAnswer) => void }
  >();

  function peek(ref: SchemaRef): SchemaAnswer | undefined {
    const entry = known.get(keyOf(ref));
    if (entry === undefined) return undefined;
    return 'failure' in entry.answer && clock() - entry.at > FAILURE_MS ? undefined : entry.answer;
  }

  return {
    peek,
    load(ref) {
      const found = peek(ref);
      if (found !== undefined) return Promise.resolve(found);
      const key = keyOf(ref);
      const asked = waiting.get(key);
      if (asked !== undefined) return asked.answer;
      const { promise, resolve } = withResolver<SchemaAnswer>();
      waiting.set(key, { answer: promise, resolve });
      ask(key, ref);
      return promise;
    },
    receive(key, answer) {
      if (known.size >= MOST_SCHEMAS) known.delete(known.keys().next().value as string);
      known.set(key, { answer, at: clock() });
      waiting.get(key)?.resolve(answer);
      waiting.delete(key);
    },
  };
}

export function keyOf(ref: SchemaRef): string {
  switch (ref.kind) {
    case 'id':
      return `id:${ref.id}`;
    case 'guid':
      return `guid:${ref.guid}`;
    case 'glue':
      return `glue:${ref.version}`;
  }
}

function withResolver<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
