import { dirname } from 'node:path';
import { MAX_LOG_LINES, type LogFilter, type LogLine, type LogPage, type LogPlace } from '../../shared/contract/log.ts';
import { listLogFiles, readLines, type LogFile } from './log-files.ts';
import type { LogLevel } from './log.ts';

export type LogReader = {
  readonly file: string;
  readonly folder: string;
  files(): ReadonlyArray<LogFile>;
  read(request: LogRequest): Promise<LogPage>;
};

export type LogRequest = {
  readonly filter: LogFilter;
  readonly after?: LogPlace | undefined;
  readonly before?: LogPlace | undefined;
  readonly limit: number;
};

const SEVERITY: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3 };
/** As much as one row of the viewer may hold; the file has all of it. */
const MAX_LINE = 20_000;
/** Lines of one answer together, in characters. */
const MAX_ANSWER = 800_000;

/** Reads the log as it is on disk, rotated files included. Holds nothing between two calls. */
export function createLogReader(path: string, maxFiles: number): LogReader {
  const files = () => listLogFiles(path, maxFiles);
  return {
    file: path,
    folder: dirname(path),
    files,
    read: (request) => (request.after === undefined ? readBack(files(), request) : readOn(files(), request)),
  };
}

/** The newest lines that match, or the newest before a place; from the newest file to the oldest. */
async function readBack(files: ReadonlyArray<LogFile>, { filter, before, limit }: LogRequest): Promise<LogPage> {
  const from = before === undefined ? 0 : files.findIndex((file) => file.id === before.file);
  const found: LogLine[] = [];
  let end: LogPlace = before ?? { file: files[0]?.id ?? '', offset: 0 };
  let hasOlder = false;
  let characters = 0;
  // A place that is gone: everything before it is gone, too.
  for (const [index, file] of (from < 0 ? [] : files.slice(from)).entries()) {
    const to = index === 0 && before !== undefined ? Math.min(before.offset, file.bytes) : file.bytes;
    const read = await readLines(file.path, 0, to);
    if (index === 0 && before === undefined) end = { file: file.id, offset: read.end };
    const matches = read.lines.flatMap((line) => matchOf(line, file, filter) ?? []);
    while (matches.length > 0 && found.length < limit && characters < MAX_ANSWER) {
      const line = matches.pop();
      if (line === undefined) break;
      characters += line.text.length;
      found.push(line);
    }
    hasOlder = matches.length > 0;
    if (hasOlder) break;
  }
  return { lines: found.reverse(), end, hasOlder, isRestart: false };
}

/** What was written since a place, in the file it lies in and in those that came after it. */
async function readOn(files: ReadonlyArray<LogFile>, request: LogRequest): Promise<LogPage> {
  const { filter, after, limit } = request;
  const from = files.findIndex((file) => file.id === after?.file);
  const first = files[from];
  if (after === undefined || first === undefined || first.bytes < after.offset) {
    return { ...(await readBack(files, { filter, limit })), isRestart: true };
  }
  const lines: LogLine[] = [];
  let end = after;
  let characters = 0;
  for (const file of files.slice(0, from + 1).reverse()) {
    const start = file.id === after.file ? after.offset : 0;
    const read = await readLines(file.path, start, file.bytes);
    for (const line of read.lines) {
      if (lines.length >= limit || characters >= MAX_ANSWER) {
        return { lines, end: { file: file.id, offset: line.offset }, hasOlder: false, isRestart: false };
      }
      const match = matchOf(line, file, filter);
      if (match === null) continue;
      lines.push(match);
      characters += match.text.length;
    }
    end = { file: file.id, offset: read.end };
  }
  return { lines, end, hasOlder: false, isRestart: false };
}

function matchOf(
  { offset, text }: { readonly offset: number; readonly text: string },
  file: LogFile,
  filter: LogFilter,
): LogLine | null {
  if (filter.text !== '' && !text.toLowerCase().includes(filter.text.toLowerCase())) return null;
  const head = headOf(text);
  if (SEVERITY[head.level] > SEVERITY[filter.level]) return null;
  if (filter.room !== '' && head.room !== filter.room && !head.room.startsWith(`${filter.room}.`)) return null;
  const shown = text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}… <${text.length} characters>` : text;
  return { place: { file: file.id, offset }, ...head, text: shown };
}

type Head = Pick<LogLine, 'time' | 'level' | 'room' | 'event'>;

/** Every line of ours begins with these; looked at by hand, for a log of 15 MB is read whole to find a word in it. */
const HEAD =
  /^\{"time":"([^"]{1,40})","level":"(error|warn|info|debug)",(?:"room":"([^"]{1,100})",)?"event":"((?:[^"\\]|\\.){0,500})"/;

function headOf(text: string): Head {
  const match = HEAD.exec(text);
  if (match === null) return { time: '', level: 'info', room: '', event: text.slice(0, 200) };
  const [, time = '', level = 'info', room = '', event = ''] = match;
  return { time, level: level as LogLevel, room, event };
}

/** Rooms that the newest lines name, for the filter. */
export async function roomsOf(reader: LogReader): Promise<string[]> {
  const { lines } = await reader.read({ filter: { level: 'debug', text: '', room: '' }, limit: MAX_LOG_LINES });
  return [...new Set(lines.map(({ room }) => room))].filter((room) => room !== '').toSorted();
}
