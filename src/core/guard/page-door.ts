import type { AppErrorData } from '../../shared/errors.ts';

/** A page's end of the line, as a host has it. */
export type PagePort = {
  postMessage(message: unknown): void;
  onMessage(listener: (data: unknown) => void): void;
  onClose(listener: () => void): void;
};

/** What the RPC library wants of a port. */
type Door = {
  on(event: string, listener: (event?: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
};

/** Larger than any input of the contract; a message beyond it costs time before it can be refused properly. */
const MAX_CHARACTERS = 32 * 1024 * 1024;
/** `/service/procedure`; what the URL parser would make of anything else is of no interest. */
const PATH = /^(?:\/[A-Za-z]{1,40}){1,4}$/;
/** The client counts in base 36. */
const ID = /^[0-9a-z]{1,16}$/;

type Message = { readonly i: string; readonly t?: number; readonly p?: { readonly u: string; readonly b?: object } };
export type ReadMessage =
  | { readonly message: Message }
  | { readonly refusal: string; /** Who waits for an answer. */ readonly id: string | null };

/**
 * Stands between a page and the RPC library. That library trusts the shape of what comes: text that is no JSON, a frame
 * without its fields or an object with cycles would end as an unhandled rejection of the whole process. Only what our own
 * page's client sends (a call or its cancellation, as JSON text) passes; the rest is told and answered with an error.
 */
export function pageDoor(port: PagePort, onRefused: (reason: string) => void): Door {
  return {
    postMessage: (message) => port.postMessage(message),
    on(event, listener) {
      if (event === 'close') port.onClose(() => listener());
      if (event !== 'message') return;
      port.onMessage((data) => {
        const read = readPageMessage(data);
        if ('message' in read) {
          listener({ data: read.message });
          return;
        }
        onRefused(read.refusal);
        if (read.id !== null) port.postMessage(JSON.stringify(refusalOf(read.id)));
      });
    },
  };
}

export function readPageMessage(data: unknown): ReadMessage {
  if (typeof data !== 'string') return { refusal: 'a message that is no text', id: null };
  if (data.length > MAX_CHARACTERS) return { refusal: 'a message that is too long', id: idIn(data) };
  const frame = parse(data);
  if (frame === null) return { refusal: 'a message that is no JSON object', id: idIn(data) };
  const { i: id, t: type, p: call, ...more } = frame;
  if (typeof id !== 'string' || !ID.test(id)) return { refusal: 'a message without an id', id: null };
  if (Object.keys(more).length > 0) return { refusal: 'a message with unknown parts', id };
  // Cancels the call of this id.
  if (type === 4) return { message: { i: id, t: 4 } };
  if (type !== undefined && type !== 1) return { refusal: 'a message of an unknown kind', id };
  if (!isObject(call)) return { refusal: 'a call that is empty', id };
  // Headers would let a page choose how its input is read (a form, a file, a stream); the contract has none of these.
  const { u: url, b: body, ...rest } = call;
  if (Object.keys(rest).length > 0) return { refusal: 'a call with unknown parts', id };
  if (typeof url !== 'string' || !PATH.test(url)) return { refusal: 'a call of no procedure', id };
  if (body === undefined) return { message: { i: id, p: { u: url } } };
  return isObject(body)
    ? { message: { i: id, p: { u: url, b: body } } }
    : { refusal: 'a call with a strange body', id };
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The id of a message nobody wants to read whole: our client writes it first. */
function idIn(text: string): string | null {
  return /^\{"i":"([0-9a-z]{1,16})"/.exec(text.slice(0, 40))?.[1] ?? null;
}

/** What the page's client shows as an AppError. */
function refusalOf(id: string): object {
  const data: AppErrorData = {
    code: 'BAD_INPUT',
    message: 'The app could not read what its own window sent.',
    hint: 'Reload the window. If it happens again, please report it.',
    retryable: false,
    context: {},
    causes: [],
  };
  return {
    i: id,
    p: { s: 422, b: { json: { defined: true, code: 'APP_ERROR', status: 422, message: data.message, data } } },
  };
}
