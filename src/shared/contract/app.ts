import { z } from 'zod';
import { RecordFilter } from './filters.ts';
import { procedure } from './meta.ts';
import { PageError } from './page-error.ts';
import { SecretStoreStatus } from './secret-store.ts';
import { DecodeChoices } from './serdes.ts';

/** Something the user must know about this start: a settings file set aside, secrets that will not be kept. */
export const Notice = z.object({
  id: z.string(),
  level: z.enum(['info', 'warning', 'error']),
  title: z.string(),
  text: z.string(),
});
export type Notice = z.infer<typeof Notice>;

export const AppInfo = z.object({
  name: z.string(),
  version: z.string(),
  host: z.enum(['desktop', 'console']),
  configFolder: z.string(),
  logFile: z.string(),
  supportEmail: z.string(),
  /** Whether `chooseFile` and `chooseSaveFile` work: a browser cannot tell where a file lies. */
  canChooseFiles: z.boolean(),
  /** Whether `exports.show` works. */
  canShowFiles: z.boolean(),
  secretStore: SecretStoreStatus,
  notices: z.array(Notice),
});
export type AppInfo = z.infer<typeof AppInfo>;

/** One open tab of a cluster's workspace. Discriminated so that later rooms add their own kinds. */
export const WorkspaceTab = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('topics') }),
  z.object({ kind: z.literal('records'), topic: z.string().max(249) }),
  /** The records of one key over several topics, as a time line. */
  z.object({
    kind: z.literal('key'),
    key: z.string().min(1).max(10_000),
    topics: z.array(z.string().min(1).max(249)).min(1).max(50),
  }),
]);
export type WorkspaceTab = z.infer<typeof WorkspaceTab>;

/** What the screen remembers of one topic. */
export const TopicLook = z.object({
  decode: DecodeChoices.nullable().default(null),
  /** Expressions shown as columns, in their order. */
  columns: z.array(z.string().min(1).max(500)).max(50).default([]),
  /** Ids of built-in columns that are hidden. */
  hidden: z.array(z.string().max(100)).max(50).default([]),
  /** Ids of columns in the order they are shown; those not named stand where they stand by themselves. */
  order: z.array(z.string().max(510)).max(100).default([]),
  /** Column widths in pixels by column id; 0 is the first width. */
  widths: z.record(z.string().max(510), z.number()).default({}),
  /** SQL statements that were run, the newest first. */
  statements: z.array(z.string().max(100_000)).max(20).default([]),
  filters: z
    .array(z.object({ name: z.string().trim().min(1).max(100), filter: RecordFilter }))
    .max(200)
    .default([]),
});
export type TopicLook = z.infer<typeof TopicLook>;

/** What the screen remembers. Losing it costs a rearranged window, never data. */
export const Preferences = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  time: z.enum(['local', 'utc', 'epoch']).default('local'),
  railCollapsed: z.boolean().default(false),
  workspaces: z
    .record(z.string().max(64), z.object({ tabs: z.array(WorkspaceTab).max(50), activeTab: z.int().min(0) }))
    .default({}),
  /** Column widths in pixels and split sizes in per cent, by the name of the table or split. */
  layout: z.record(z.string().max(100), z.record(z.string().max(100), z.number())).default({}),
  /** By `<cluster id>/<topic>`. */
  topics: z.record(z.string().max(320), TopicLook).default({}),
});
export type Preferences = z.infer<typeof Preferences>;

export const appContract = {
  info: procedure('app', 'read').output(AppInfo),
  /** Lets the user pick a file in the system's dialog: its path, or null where they cancelled. */
  chooseFile: procedure('app', 'read')
    .input(z.strictObject({ title: z.string().max(200) }))
    .output(z.object({ path: z.string().nullable() })),
  /** The same for a file to be written; asks before one that exists is chosen. Null where they cancelled. */
  chooseSaveFile: procedure('app', 'read')
    .input(z.strictObject({ title: z.string().max(200), defaultPath: z.string().max(4096) }))
    .output(z.object({ path: z.string().nullable() })),
  dismissNotice: procedure('app', 'configure').input(z.strictObject({ id: z.string().max(200) })),
  preferences: procedure('app', 'read').output(Preferences),
  savePreferences: procedure('app', 'configure').input(Preferences),
  /** The page tells an error of its own: written to the log, and reported where the user agreed to reports. */
  reportPageError: procedure('app', 'configure').input(PageError),
};
