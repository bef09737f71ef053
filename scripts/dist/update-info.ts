import { createHash, createPrivateKey, sign } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { signedText } from '../../src/core/updates/index.ts';

/** Names electron-updater asks an update server for. */
const NAMES: Partial<Record<NodeJS.Platform, string>> = { linux: 'latest-linux.yml', darwin: 'latest-mac.yml', win32: 'latest.yml' };

/**
 * What an update server serves beside the files: their checksums, signed. `key` is the Ed25519 private key (PEM) whose
 * public half is built into the app. JSON is YAML.
 */
export function writeUpdateInfo(folder: string, version: string, names: ReadonlyArray<string>, key: string): string {
  const files = names.map((name) => {
    const file = path.join(folder, name);
    const sha512 = createHash('sha512').update(readFileSync(file)).digest('base64');
    return { url: name, sha512, size: statSync(file).size };
  });
  const signature = sign(null, Buffer.from(signedText({ version, files })), createPrivateKey(key)).toString('base64');
  const info = { version, files, path: files[0]?.url, sha512: files[0]?.sha512, signature, releaseDate: new Date().toISOString() };
  const name = NAMES[process.platform] ?? 'latest.yml';
  writeFileSync(path.join(folder, name), `${JSON.stringify(info, null, 1)}\n`);
  return name;
}
