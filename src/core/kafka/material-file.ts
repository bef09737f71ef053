import { open } from 'node:fs/promises';

const MAX_BYTES = 10_000_000;

/** Reads a certificate or key store file: plain files only (a profile may come from elsewhere and name `/dev/zero`). */
export async function readMaterialFile(path: string): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) throw Object.assign(new Error('Not a file'), { code: 'EISDIR' });
    if (!stat.isFile()) throw Object.assign(new Error('Not a plain file'), { code: 'EINVAL' });
    if (stat.size > MAX_BYTES) throw Object.assign(new Error('File too large'), { code: 'EFBIG' });
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
