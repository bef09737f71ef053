import { z } from 'zod';
import { procedure } from './meta.ts';

export const LogLevel = z.enum(['error', 'warn', 'info', 'debug']);
export type LogLevel = z.infer<typeof LogLevel>;

/** Lines that one answer holds at most. */
export const MAX_LOG_LINES = 1_000;

/** A place in the log: a file, which keeps its identity when it is rotated to another name, and a byte in it. */
export const LogPlace = z.strictObject({ file: z.string().max(40), offset: z.int().min(0) });
export type LogPlace = z.infer<typeof LogPlace>;

export const LogLine = z.object({
  place: LogPlace,
  /** As the line says: ISO 8601. Empty where the line is none of ours. */
  time: z.string(),
  level: LogLevel,
  room: z.string(),
  event: z.string(),
  /** The line as it is stored, masked before it was written. Very long ones are cut. */
  text: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;

export const LogFilter = z.strictObject({
  /** The least severe that is shown. */
  level: LogLevel.default('debug'),
  /** A part of the line, whatever its case. */
  text: z.string().max(200).default(''),
  /** A room and the rooms in it; empty: all. */
  room: z.string().max(100).default(''),
});
export type LogFilter = z.infer<typeof LogFilter>;

export const LogPage = z.object({
  /** Oldest first. */
  lines: z.array(LogLine).max(MAX_LOG_LINES),
  /** Where reading goes on with what comes next. */
  end: LogPlace,
  /** Whether older lines match, before the first of these. */
  hasOlder: z.boolean(),
  /** True where the place asked for is gone (rotated away): these lines do not follow on what was read before. */
  isRestart: z.boolean(),
});
export type LogPage = z.infer<typeof LogPage>;

export const LogStatus = z.object({
  file: z.string(),
  folder: z.string(),
  /** The newest first. */
  files: z.array(z.object({ name: z.string(), bytes: z.int() })),
  level: LogLevel,
  /** Rooms that are in the newest lines. */
  rooms: z.array(z.string()),
  canOpenFolder: z.boolean(),
});
export type LogStatus = z.infer<typeof LogStatus>;

/** The log of this app, as it is on disk. */
export const logContract = {
  status: procedure('app', 'read').output(LogStatus),
  /** Without a place: the newest lines. `after`: what was written since. `before`: older ones. */
  read: procedure('app', 'read')
    .input(
      z.strictObject({
        filter: LogFilter,
        after: LogPlace.optional(),
        before: LogPlace.optional(),
        limit: z.int().min(1).max(MAX_LOG_LINES).default(MAX_LOG_LINES),
      }),
    )
    .output(LogPage),
  /** Until the app closes; it starts with `info`. */
  setLevel: procedure('app', 'configure')
    .input(z.strictObject({ level: LogLevel }))
    .output(LogStatus),
  /** Shows the folder in the system's file manager. */
  openFolder: procedure('app', 'read'),
};
