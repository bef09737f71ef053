import type { ReaderMethod, ReaderMethods, ToReader } from './protocol.ts';
import type { Session } from './session.ts';

/** A question to the reader's worker. */
export type Call = Extract<ToReader, { kind: 'call' }>;

/** Questions about a session that is open. */
type SessionCall = Exclude<Call, { method: 'connect' | 'cache' | 'warm' | 'open' | 'close' | 'leave' }>;

const OTHERS: ReadonlySet<string> = new Set(['connect', 'cache', 'warm', 'open', 'close', 'leave']);

export function isSessionCall(call: Call): call is SessionCall {
  return !OTHERS.has(call.method);
}

/** Passes a question on to its session. */
export async function askSession(
  session: Session,
  { id, method, params }: SessionCall,
  signal: AbortSignal,
): Promise<ReaderMethods[ReaderMethod]['result']> {
  switch (method) {
    case 'pull':
      return session.pull({ ...params, pullId: id }, signal);
    case 'record':
      return session.record(params.id, signal);
    case 'compare':
      return session.compare(params.a, params.b, signal);
    case 'previousOfKey':
      return session.previousOfKey(params.id, params.before, signal);
    case 'bytes':
      return session.bytes(params.id, { of: params.part, start: params.start }, signal);
    case 'progress':
      return session.counters(signal);
    case 'rows':
      return { rows: await session.rows(params.first, params.count, signal) };
    case 'setColumns':
      session.setColumns(params.columns);
      return null;
    case 'extend':
      await session.extend(params.until, signal);
      return null;
    case 'histogram':
      return session.histogram(params);
    case 'dump':
      return session.dump(params, signal);
    case 'dumpOf':
      return session.dumpOf(params.ids, signal);
  }
}
