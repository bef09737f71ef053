import { seenBy, type Twin } from './types.ts';

const TRANSFER = 'src/core/settings/transfer/transfer.test.ts';
const KILLED = 'tests/integration/settings-killed.test.ts';

/** The configuration folder, passwords, exports and imports. */
export const SETTINGS: ReadonlyArray<Twin> = [
  ...seenBy('unit', 'src/core/settings/config-folder.test.ts', [
    {
      name: 'config-folder',
      breaks: 'a relative XDG_CONFIG_HOME puts the settings wherever the app was started',
      file: 'src/core/settings/config-folder.ts',
      from: 'xdg !== undefined && posix.isAbsolute(xdg)',
      to: 'xdg !== undefined',
    },
  ]),
  ...seenBy('unit', 'src/core/settings/report-stores.test.ts', [
    {
      name: 'consent-withdrawn',
      breaks: 'a withdrawn agreement stays in the backups',
      file: 'src/core/settings/telemetry-store.ts',
      from: 'withoutBackups: true,',
      to: 'withoutBackups: false,',
    },
  ]),
  ...seenBy('unit', 'src/core/settings/cluster-store.test.ts', [
    {
      name: 'secrets-never-plain',
      breaks: 'a password is encoded, not encrypted',
      file: 'src/core/settings/secret-store.ts',
      from: 'return await box.encrypt(secret.reveal());',
      to: "return Buffer.from(secret.reveal()).toString('base64');",
    },
    {
      name: 'secrets-never-plain',
      breaks: 'what the key store refuses to encrypt is stored as it is',
      file: 'src/core/settings/secret-store.ts',
      from: 'notices.add(notKeptNotice(error));\n      return null;',
      to: "notices.add(notKeptNotice(error));\n      return Buffer.from(secret.reveal()).toString('base64');",
    },
  ]),
  ...seenBy('unit', 'src/core/settings/secret-keeper.test.ts', [
    {
      name: 'passphrase-box',
      breaks: 'under a passphrase, a password is encoded only',
      file: 'src/core/settings/secret-keeper.ts',
      from: 'encrypt: async (text) => seal(key(), text),\n      decrypt: async (sealed) => unseal(key(), sealed),',
      to: `encrypt: async (text) => Buffer.from(text).toString('base64'),
      decrypt: async (sealed) => Buffer.from(sealed, 'base64').toString(),`,
    },
  ]),
  {
    name: 'passphrase-box',
    breaks: 'a box that encodes only',
    twin: {
      file: 'src/core/settings/secret-keeper.test.ts',
      title: 'a box that only encodes would be seen (the check can fail)',
    },
  },
  ...seenBy('chromium', 'tests/e2e/settings.spec.ts', [
    {
      name: 'passphrase-box-screen',
      breaks: 'under a passphrase, a password is encoded only',
      file: 'src/core/settings/secret-keeper.ts',
      from: 'encrypt: async (text) => seal(key(), text),\n      decrypt: async (sealed) => unseal(key(), sealed),',
      to: `encrypt: async (text) => Buffer.from(text).toString('base64'),
      decrypt: async (sealed) => Buffer.from(sealed, 'base64').toString(),`,
    },
    {
      name: 'import-previews-first',
      breaks: 'what is there already comes in beside it, without being asked for',
      file: 'src/renderer/features/clusters/transfer/import-review.tsx',
      from: "return conflict.kind === 'none' ? 'add' : 'skip';",
      to: "return conflict.kind === 'none' ? 'add' : 'keep-both';",
    },
  ]),
  ...seenBy('unit', TRANSFER, [
    {
      name: 'export-without-secrets',
      breaks: 'an export without a passphrase holds the passwords in plain',
      file: 'src/core/settings/transfer/transfer.ts',
      from: 'if (passphrase !== null) {',
      to: '{',
      also: [
        {
          file: 'src/core/settings/transfer/export-file.ts',
          from: 'content.passphrase === null ? null : await',
          to: 'content.passphrase === null ? ([...content.secrets].map(([, each]) => each.password?.reveal()) as never) : await',
        },
      ],
    },
    {
      name: 'export-encrypts-secrets',
      breaks: 'the passwords of an export are not encrypted',
      file: 'src/core/settings/transfer/export-file.ts',
      from: 'const sealed = seal(await deriveKey(passphrase, derivation), JSON.stringify(inside));',
      to: 'const sealed = JSON.stringify(inside);',
    },
    {
      name: 'import-previews-first',
      breaks: 'the preview does not tell which files an import names',
      file: 'src/core/settings/transfer/preview.ts',
      from: 'paths: pathsOf(cluster),',
      to: 'paths: [],',
    },
    {
      name: 'import-previews-first',
      breaks: 'an import that was thrown away can be applied',
      file: 'src/core/settings/transfer/transfer.ts',
      from: 'discard(importId: string): void {\n    this.#held.delete(importId);',
      to: 'discard(_importId: string): void {',
    },
    {
      name: 'import-drops-old-secrets',
      breaks: 'a cluster that an import replaces keeps its password',
      file: 'src/core/settings/cluster-store.ts',
      from: 'await secrets.remove(id);',
      to: '',
    },
    {
      name: 'import-binds-secrets',
      breaks: 'passwords of a file go to whatever servers stand in it',
      file: 'src/core/settings/transfer/export-file.ts',
      from: '|| inside.data.clusters !== digestOf(file.clusters)',
      to: '',
    },
  ]),
  ...seenBy('integration', KILLED, [
    {
      name: 'settings-survive-kill',
      breaks: 'a file is written in its place',
      file: 'src/core/settings/disk.ts',
      from: 'write: (path, text) => writeAtomically(path, text, newId()),',
      to: "write: async (path, text) => (await import('node:fs/promises')).writeFile(path, text),",
    },
    {
      name: 'settings-survive-instances',
      breaks: 'no lock between the processes that save',
      file: 'src/core/settings/disk.ts',
      from: 'lock: (path) => takeLock(lockName(path), newId()),',
      to: 'lock: () => Promise.resolve(() => Promise.resolve()),',
    },
  ]),
  {
    name: 'settings-survive-kill',
    breaks: 'a plain write, which a kill leaves half done',
    twin: { file: KILLED, title: 'notices a plain write, which a kill leaves half done (the check can fail)' },
  },
  {
    name: 'settings-survive-instances',
    breaks: 'processes that do not wait for each other',
    twin: { file: KILLED, title: 'notices when there is no lock between the processes (the check can fail)' },
  },
  ...seenBy('unit', 'src/core/settings/account-store.test.ts', [
    {
      name: 'licence-file-kept',
      breaks: 'a licence that was removed stays in the backups',
      file: 'src/core/settings/account-store.ts',
      from: 'if (change.licenceFile === null) await file.purgeBackups();',
      to: '',
    },
  ]),
  ...seenBy('electron', 'tests/e2e/electron-keyring.spec.ts', [
    {
      name: 'keyring-round-trip',
      breaks: 'a password is encoded, and the keyring not asked',
      file: 'src/main/secret-box.ts',
      from: '(await safeStorage.encryptStringAsync(text)).toString(',
      to: 'Buffer.from(text).toString(',
      also: [
        {
          file: 'src/main/secret-box.ts',
          from: "const { result } = await safeStorage.decryptStringAsync(Buffer.from(ciphertext, 'base64'));",
          to: "const result = Buffer.from(ciphertext, 'base64').toString();",
        },
      ],
    },
  ]),
];
