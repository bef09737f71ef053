import { z } from 'zod';
import { SmtpSettings, SupportDraft } from '../../shared/contract/support.ts';
import type { FileFormat } from './format.ts';
import type { SettingsFile } from './settings-file.ts';

const Drafts = z.record(z.string().max(64), SupportDraft);
type Drafts = z.infer<typeof Drafts>;

export const supportDraftsFormat: FileFormat<Drafts> = {
  name: 'support-drafts',
  title: 'The drafts to support',
  version: 1,
  entries: Drafts,
  empty: {},
  migrations: [],
  // What the user deletes must be gone.
  withoutBackups: true,
};

const Smtp = z.strictObject({ server: SmtpSettings.nullable() });
type Smtp = Readonly<z.infer<typeof Smtp>>;

export const supportMailFormat: FileFormat<Smtp> = {
  name: 'support-mail',
  title: 'The mail server for support',
  version: 1,
  entries: Smtp,
  empty: { server: null },
  migrations: [],
};

/** At most so many drafts; the oldest goes. */
const MAX_DRAFTS = 20;

/** Mails to support that were not sent, and the mail server, where one is set. Its password is a product secret. */
export type SupportStore = {
  drafts(): ReadonlyArray<SupportDraft>;
  saveDraft(draft: SupportDraft): Promise<void>;
  deleteDraft(id: string): Promise<void>;
  smtp(): SmtpSettings | null;
  saveSmtp(server: SmtpSettings | null): Promise<void>;
};

export function createSupportStore(files: {
  readonly drafts: SettingsFile<Drafts>;
  readonly mail: SettingsFile<Smtp>;
}): SupportStore {
  return {
    drafts: () => newestFirst(Object.values(files.drafts.entries())),
    saveDraft: (draft) =>
      files.drafts.update((all) => {
        const kept = newestFirst(Object.values({ ...all, [draft.id]: draft })).slice(0, MAX_DRAFTS);
        return Object.fromEntries(kept.map((each) => [each.id, each]));
      }),
    deleteDraft: (id) =>
      files.drafts.update((all) => Object.fromEntries(Object.entries(all).filter(([each]) => each !== id))),
    smtp: () => files.mail.entries().server,
    saveSmtp: (server) => files.mail.update(() => ({ server })),
  };
}

function newestFirst(drafts: ReadonlyArray<SupportDraft>): SupportDraft[] {
  return [...drafts].sort((a, b) => b.savedAt - a.savedAt);
}
