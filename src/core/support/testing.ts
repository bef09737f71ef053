import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SmtpSettings, SupportDraft, SupportForm } from '../../shared/contract/support.ts';
import type { Secret } from '../../shared/values/secret.ts';
import { createMasker } from '../logging/index.ts';
import { createNetwork, type Network } from '../network/index.ts';
import { createDraftFolder } from './draft-folder.ts';
import { createSupport, type Support, type SupportOptions } from './service.ts';

/** What the tests of mail to support share: stores in memory, a folder of their own, a form that gives secrets away. */

export const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export function form(changes: Partial<SupportForm> = {}): SupportForm {
  return {
    topic: 'problem',
    message: 'It does not connect.',
    contact: '',
    attachLog: false,
    error: '',
    picture: null,
    ...changes,
  };
}

export type SupportStage = {
  readonly support: Support;
  /** Its parent, so that a test sees what is left. */
  readonly folder: string;
  readonly logFile: string;
  readonly opened: string[];
  readonly contacts: string[];
  drafts(): ReadonlyArray<SupportDraft>;
};

type Changes = Partial<SupportOptions> & { readonly smtp?: SmtpSettings | null; readonly network?: Network };

/** `network`: the way out where a test looks at it; one without a proxy otherwise. */
export function stage(changes: Changes = {}): SupportStage {
  const { network = createNetwork(), ...options } = changes;
  const folder = mkdtempSync(path.join(tmpdir(), 'support-test-'));
  const logFile = path.join(folder, 'conduktor.log');
  const opened: string[] = [];
  const contacts: string[] = [];
  const drafts = new Map<string, SupportDraft>();
  let smtp = changes.smtp ?? null;
  let password: Secret | null = null;
  let ids = 0;
  let now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const support = createSupport({
    host: 'desktop',
    store: {
      drafts: () => [...drafts.values()],
      saveDraft: async (draft) => void drafts.set(draft.id, draft),
      deleteDraft: async (id) => void drafts.delete(id),
      smtp: () => smtp,
      saveSmtp: async (server) => {
        smtp = server;
      },
    },
    secrets: {
      kind: 'system',
      read: async () => password,
      readAgain: async () => password,
      remove: async () => {
        password = null;
      },
      write: async (_name, secret) => {
        password = secret;
      },
    },
    mask: createMasker().text,
    logFile,
    facts: [{ name: 'Conduktor', value: '1.2.3 (desktop)' }],
    folder: createDraftFolder(folder),
    openMailDraft: async (file) => void opened.push(file),
    captureWindow: async () => Buffer.from(PIXEL, 'base64'),
    way: {
      connect: (to) => {
        contacts.push(`${to.host}:${String(to.port)}`);
        return network.connect({ ...to, purpose: 'support mail', why: 'mail server of Settings' });
      },
      trusted: network.trusted,
    },
    clock: () => (now += 1_000),
    newId: () => `id-${String(++ids)}`,
    ...options,
  });
  return { support, folder, logFile, opened, contacts, drafts: () => [...drafts.values()] };
}
