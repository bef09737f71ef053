import type { PublicKey } from '../account/index.ts';
import type { LinkInbox } from '../links/index.ts';
import type { Masker } from '../logging/index.ts';
import type { ResultsProcess } from '../results/index.ts';
import type { SecretBox } from '../settings/index.ts';
import type { StartErrorReporter } from '../telemetry/index.ts';
import type { UpdateEngine } from '../updates/index.ts';

/** Folders of the bundles that run as threads. */
export type WorkerName = 'records-worker' | 'scan-worker' | 'javascript-filter-worker';

/** What a host brings. */
export type AppPorts = {
  readonly host: 'desktop' | 'console';
  readonly version: string;
  readonly configFolder: string;
  readonly logFolder: string;
  readonly secretBox: SecretBox;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newId: () => string;
  /** Path of a thread's entry (src/workers); only the host knows where it is built to. */
  readonly workerFile: (name: WorkerName) => string;
  /** Starts a process of src/workers/results.ts: how depends on the host. */
  readonly createResultsProcess: () => ResultsProcess;
  readonly env: NodeJS.ProcessEnv;
  /** The user's folder: what `~/` means. */
  readonly home: string;
  /** The system's dialog to pick a file: its path, null where cancelled. Absent where the host has no such dialog. */
  readonly chooseFile?: (title: string) => Promise<string | null>;
  /** The same for a file to be written. */
  readonly chooseSaveFile?: (title: string, defaultPath: string) => Promise<string | null>;
  /** Shows a file in the system's file manager. */
  readonly showFile?: (file: string) => void;
  /** Shows a folder in the system's file manager. Absent where the host has none. */
  readonly openFolder?: (folder: string) => Promise<void>;
  /** Opens a mail draft (.eml) in the user's mail program. Rejects with an AppError where none takes it. */
  readonly openMailDraft?: (file: string) => Promise<void>;
  /** Our own window as it looks now, as PNG. */
  readonly captureWindow?: () => Promise<Uint8Array>;
  /** Loads and starts what sends error reports; called only with consent. Absent on hosts that send none. */
  readonly startErrorReporter?: StartErrorReporter;
  /** How the system reaches a URL, as a PAC file would answer: "PROXY host:port; DIRECT". Absent: the environment says. */
  readonly resolveProxy?: (url: string) => Promise<string>;
  /** Opens the sign-in page in the system's browser. Absent where the host has none: the page shows the link. */
  readonly openBrowser?: (url: string) => Promise<void>;
  /** Whose signature on a licence file counts; the built-in ones unless a test brings its own. */
  readonly licenceKeys?: ReadonlyArray<PublicKey>;
  /** Another than the real one only in the test that sees what would leak without it. */
  readonly masker?: Masker;
  /** Where the host puts the links it is handed. Absent where it is handed none. */
  readonly links?: LinkInbox;
  /** Fetches and installs a new version. Absent where others update the host. */
  readonly updates?: UpdateEngine;
};
