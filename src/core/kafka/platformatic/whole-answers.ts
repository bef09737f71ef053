import type { Socket } from 'node:net';
import type { LibraryConnection } from './library.ts';

type Hear = (bytes: Buffer) => void;

const LENGTH_BYTES = 4;
/** What claims to be longer is left to the library: a wrong length must not cost memory before the bytes are there. */
const LONGEST = 256 * 1024 * 1024;

/**
 * Lets a connection hear each answer in one piece. The library keeps the pieces as they come and whoever reads the answer
 * copies them into one, so that a large record is held twice; here they are copied as they come, into memory that is the
 * answer's own, and the library hands it on as it is. To be called once the connection is established.
 */
export function hearWholeAnswers(connection: LibraryConnection): void {
  const socket = connection.socket as Socket | undefined;
  const listeners = socket?.listeners('data') ?? [];
  const [heard] = listeners as Hear[];
  // Anything but what was looked at here stays as it is.
  if (socket === undefined || heard === undefined || listeners.length !== 1) return;
  const assembler = new AnswerAssembler(heard);
  socket.off('data', heard);
  socket.on('data', (chunk: Buffer) => assembler.add(chunk));
}

/** Puts together what comes in pieces: a length of four bytes, and as many bytes as it says. */
export class AnswerAssembler {
  readonly #hear: Hear;
  /** The beginning of a length. */
  #rest: Buffer | null = null;
  #answer: Buffer | null = null;
  #filled = 0;
  /** Bytes of an answer that is handed on in pieces. */
  #passing = 0;

  constructor(hear: Hear) {
    this.#hear = hear;
  }

  add(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#rest !== null) {
      bytes = Buffer.concat([this.#rest, chunk]);
      this.#rest = null;
    }
    for (let at = 0; at < bytes.length;) at += this.#take(bytes, at);
  }

  /** Takes what belongs together; how much it was. */
  #take(bytes: Buffer, at: number): number {
    const left = bytes.length - at;
    if (this.#answer !== null) return this.#fill(this.#answer, bytes, at);
    if (this.#passing > 0) {
      const taken = Math.min(this.#passing, left);
      this.#passing -= taken;
      this.#hear(bytes.subarray(at, at + taken));
      return taken;
    }
    if (left < LENGTH_BYTES) {
      this.#rest = Buffer.from(bytes.subarray(at));
      return left;
    }
    const size = bytes.readInt32BE(at) + LENGTH_BYTES;
    if (size < LENGTH_BYTES || size > LONGEST) {
      // A negative length is for the library to complain of.
      this.#passing = size < LENGTH_BYTES ? left : size;
    } else if (size <= left) {
      this.#hear(bytes.subarray(at, at + size));
      return size;
    } else {
      this.#answer = Buffer.allocUnsafeSlow(size);
      this.#filled = 0;
    }
    return 0;
  }

  #fill(answer: Buffer, bytes: Buffer, at: number): number {
    const taken = bytes.copy(answer, this.#filled, at, at + answer.length - this.#filled);
    this.#filled += taken;
    if (taken === bytes.length) release(bytes);
    if (this.#filled === answer.length) {
      this.#answer = null;
      this.#hear(answer);
    }
    return taken;
  }
}

/**
 * Gives the memory of a piece back at once. V8 would let some 60 MB of them come together before it looked for what is no
 * longer needed. A piece whose memory is part of something else is left to it.
 */
function release({ buffer, length }: Buffer): void {
  // Electron 22 has no transfer.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length && typeof buffer.transfer === 'function') {
    buffer.transfer(0);
  }
}
