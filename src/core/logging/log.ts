import type { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { mkdirSync } from 'node:fs';
import { createLogger, format, transports, type Logger } from 'winston';
import { PRODUCT } from '../../shared/product.ts';
import { createMasker, type Masker } from './masker.ts';
import { createRotatingFile } from './rotating-file.ts';
import { trustedFileName } from './trusted-file-name.ts';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';
type Fields = Readonly<Record<string, unknown>>;

/** Writes what happened, as an event name and fields; never as text with values in it. */
export type Log = {
  error(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  info(event: string, fields?: Fields): void;
  debug(event: string, fields?: Fields): void;
  /** The same log, its lines marked with the room they come from. */
  child(room: string): Log;
  /** The file's whole path. */
  readonly path: string;
  level(): LogLevel;
  /** For this log and all its children, until the app closes. */
  setLevel(level: LogLevel): void;
  /** Ends when every line is in the file. */
  close(): Promise<void>;
};

export type LogOptions = {
  readonly folder: string;
  readonly level: LogLevel;
  readonly clock?: () => number;
  /** Shared with whoever learns secrets, so that they are masked here from then on. */
  readonly masker?: Masker;
};

const MAX_BYTES = 5_000_000;
/** The file itself and those it was rotated to. */
export const MAX_LOG_FILES = 3;

/** The file `conduktor.log`, one JSON object a line, rotated; every line passes the masker before winston sees it. */
export function createLog({ folder, level, clock = Date.now, masker = createMasker() }: LogOptions): Log {
  const filename = openableName(folder);
  const file = createRotatingFile({ folder, name: filename, maxBytes: MAX_BYTES, maxFiles: MAX_LOG_FILES });
  const transport = new transports.Stream({ stream: file, eol: '\n' });
  const logger = createLogger({
    level,
    format: format.printf(({ message }) => String(message)),
    transports: [transport],
  });
  // A log that cannot be written is no reason to stop the app; there is nowhere left to say it.
  file.on('error', () => undefined);
  logger.on('error', () => undefined);

  const write =
    (room: string | null) =>
    (lineLevel: LogLevel, event: string, fields: Fields = {}) => {
      if (!logger.isLevelEnabled(lineLevel)) return;
      const head = { time: new Date(clock()).toISOString(), level: lineLevel, ...(room === null ? {} : { room }) };
      const masked = masker.value(fields) as object; // An object goes in, an object comes out.
      // Head and event first for the eye, and again last: a field of the same name must not take their place.
      const known = { ...head, event: masker.text(event) };
      logger.log(lineLevel, JSON.stringify({ ...known, ...masked, ...known }));
    };
  return logFor(write, null, {
    path: join(folder, filename),
    level: () => logger.level as LogLevel, // Only ever set to one.
    setLevel: (next) => {
      logger.level = next;
    },
    close: () => closeLogger(logger, transport, file),
  });
}

function openableName(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    return trustedFileName(join(folder, PRODUCT.logFile));
  } catch {
    return PRODUCT.logFile; // Winston tries again and reports to the error listener.
  }
}

type Write = (room: string | null) => (level: LogLevel, event: string, fields?: Fields) => void;

function logFor(write: Write, room: string | null, whole: Pick<Log, 'path' | 'level' | 'setLevel' | 'close'>): Log {
  const line = write(room);
  return {
    error: (event, fields) => line('error', event, fields),
    warn: (event, fields) => line('warn', event, fields),
    info: (event, fields) => line('info', event, fields),
    debug: (event, fields) => line('debug', event, fields),
    child: (name) => logFor(write, room === null ? name : `${room}.${name}`, whole),
    ...whole,
  };
}

function closeLogger(logger: Logger, transport: EventEmitter, file: Writable): Promise<void> {
  if (logger.writableEnded) return Promise.resolve();
  return new Promise((resolve) => {
    // The file's own end, not the logger's: the logger has finished when its lines are handed over, not written.
    transport.once('finish', () => file.end(() => resolve()));
    file.once('error', () => resolve());
    logger.end();
  });
}
