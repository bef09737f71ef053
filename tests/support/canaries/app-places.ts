import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LaunchExtra, OpenApp } from '../hosts.ts';
import type { ReportSink } from '../report-sink.ts';
import { search, type Hit } from './forms.ts';
import { pageKeeps, pageShows, watchTitles } from './page-places.ts';

/** Folders of one application, all of a test's own: whatever it can write is under `root`. */
export type AppFolders = {
  readonly root: string;
  readonly config: string;
  /** For the start: log, temp, home and working folder, and where a browser keeps what it keeps. */
  readonly extra: LaunchExtra;
  readonly exports: string;
};

/** Everything an application can write to, by entry of its root. */
export const APP_FOLDERS = ['config', 'log', 'temp', 'home', 'cwd', 'profile', 'exports'] as const;

/** Every folder is under `root`, also that of the configuration, which has Electron's own (`userData`) in it. */
export async function createAppFolders(root: string): Promise<AppFolders> {
  const at = (name: string) => path.join(root, name);
  for (const name of APP_FOLDERS) await mkdir(at(name), { recursive: true });
  const env = {
    CONDUKTOR_CONFIG_DIR: at('config'),
    CONDUKTOR_LOG_DIR: at('log'),
    TMPDIR: at('temp'),
    HOME: at('home'),
    XDG_CONFIG_HOME: at('home/.config'),
    XDG_CACHE_HOME: at('home/.cache'),
    XDG_DATA_HOME: at('home/.local/share'),
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
  };
  return {
    root,
    config: at('config'),
    extra: { env, cwd: at('cwd'), profileFolder: at('profile') },
    exports: at('exports'),
  };
}

/** What is seen of a running application, from the outside and the inside, gathered through a session. */
export type AppWatch = {
  /** Looks at everything that changes. `isFormClosed`: nothing that was typed may be in the page any more. */
  look(isFormClosed?: boolean): Promise<void>;
  /** What was seen, by place: bytes as latin1. */
  seen(): Readonly<Record<string, string>>;
};

export async function watchApp(app: OpenApp, sink: ReportSink | null): Promise<AppWatch> {
  const places = new Map<string, Set<string>>();
  const add = (place: string, text: string) => {
    const bytes = Buffer.from(text).toString('latin1');
    const texts = places.get(place) ?? new Set();
    places.set(place, texts.add(bytes));
  };
  const { page } = app;
  page.on('console', (message) => add('console of the page', `${message.text()} ${message.location().url}`));
  page.on('pageerror', (error) => add('console of the page', error.stack ?? error.message));
  page.on('framenavigated', (frame) => add('addresses', frame.url()));
  app.electron?.process().stderr?.on('data', (chunk: Buffer) => add('output of the process', chunk.toString()));
  app.electron?.process().stdout?.on('data', (chunk: Buffer) => add('output of the process', chunk.toString()));
  await watchTitles(app);
  return {
    async look(isFormClosed = false) {
      for (const [place, text] of await processes()) add(place, text);
      for (const [place, text] of await pageKeeps(app)) add(place, text);
      if (isFormClosed) add('page with no form open', await pageShows(page));
      add('clipboard', await app.readClipboard().catch(() => ''));
      if (sink !== null) add('analytics and error reports', [...sink.analytics(), ...sink.errors()].join('\n'));
    },
    seen: () => Object.fromEntries([...places].map(([place, texts]) => [place, [...texts].join('\n')])),
  };
}

/** What anybody on this computer may read of processes, and what the user may: of every process there is. */
async function processes(): Promise<ReadonlyArray<readonly [string, string]>> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const read = (name: string) =>
    Promise.all(ids.map((id) => readFile(`/proc/${id}/${name}`, 'utf8').catch(() => ''))).then((all) =>
      all.map((text) => text.replaceAll('\0', '\n')).join('\n'),
    );
  return [
    ['command lines', await read('cmdline')],
    ['environments', await read('environ')],
  ];
}

/** A part of a file that a search takes at once; a text may lie across two. */
const PART_BYTES = 64 * 1024 * 1024;
const OVERLAP_BYTES = 4096;

export type FileHits = { readonly hits: ReadonlyArray<Hit>; readonly bytes: number; readonly files: number };

const FILE_START = new RegExp(`\\n(?=(?:${APP_FOLDERS.join('|')})/)`);

/** Searches every file under a folder, the names included. The place is the folder's entry: `config`, `temp`, … */
export async function searchFiles(root: string, canaries: ReadonlyMap<string, string>): Promise<FileHits> {
  const hits: Hit[] = [];
  let [bytes, files] = [0, 0];
  let small = '';
  for (const file of await filesUnder(root)) {
    const place = path.relative(root, file);
    const content = (await unlessGone(readFile(file))) ?? Buffer.alloc(0);
    bytes += content.length;
    files += 1;
    for (let start = 0; start === 0 || start < content.length; start += PART_BYTES - OVERLAP_BYTES) {
      const part = content.subarray(start, start + PART_BYTES).toString('latin1');
      // One search for many small files: each costs a pass for every form of every canary.
      if (content.length < 1024 * 1024) small += `\n${place}\n${part}`;
      else hits.push(...search(place, part, canaries));
    }
  }
  if (search('files', small, canaries).length === 0) return { hits, bytes, files };
  for (const text of small.split(FILE_START)) {
    hits.push(...search(text.slice(0, text.indexOf('\n')), text, canaries));
  }
  return { hits, bytes, files };
}

const ELF = Buffer.from('\x7fELF');

async function startOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(ELF.length) });
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Files a crash leaves: dumps of memory, in whatever form. */
export async function crashFiles(root: string): Promise<ReadonlyArray<string>> {
  const found: string[] = [];
  for (const file of await filesUnder(root)) {
    const isNamed = /\.(dmp|mdmp|core|heapsnapshot)$|^core(\.\d+)?$|^hs_err|^report\..*\.json$/.test(
      path.basename(file),
    );
    if (isNamed || (await unlessGone(startOf(file)))?.equals(ELF) === true) found.push(path.relative(root, file));
  }
  return found;
}

/** All files of a folder, which a browser that still runs makes and removes meanwhile. */
async function filesUnder(folder: string): Promise<ReadonlyArray<string>> {
  const entries = (await unlessGone(readdir(folder, { withFileTypes: true }))) ?? [];
  const found = entries.map((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(file);
    return entry.isFile() ? [file] : [];
  });
  return (await Promise.all(found)).flat();
}

/** null where the file or folder is gone by now; what cannot be read for another reason is an error. */
function unlessGone<T>(reading: Promise<T>): Promise<T | null> {
  return reading.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}
