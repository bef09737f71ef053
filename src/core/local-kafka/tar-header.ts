import { badArchive } from './archive-path.ts';

export type TarHeader = {
  readonly kind: 'file' | 'folder' | 'link' | 'long-name' | 'long-link' | 'pax' | 'ignored';
  readonly name: string;
  readonly size: number;
  readonly mode: number;
  readonly link: string;
};

const KINDS: Readonly<Record<string, TarHeader['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '5': 'folder',
  '2': 'link',
  L: 'long-name',
  K: 'long-link',
  x: 'pax',
  g: 'ignored',
};

/** Text up to the first NUL. */
export function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

/** One 512-byte header. Kinds that neither Kafka's nor Java's archive has (devices, hard links) are refused. */
export function parseHeader(block: Buffer): TarHeader {
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== octal(block.subarray(148, 156))) throw badArchive('it is damaged');
  const kind = KINDS[String.fromCharCode(block[156] ?? 0)];
  if (kind === undefined) throw badArchive('it holds something that is neither file nor folder');
  const isUstar = block.toString('latin1', 257, 262) === 'ustar' && block[262] === 0;
  const prefix = isUstar ? textOf(block.subarray(345, 500)) : '';
  const name = textOf(block.subarray(0, 100));
  return {
    kind,
    name: prefix === '' ? name : `${prefix}/${name}`,
    // Folders and links may carry a size that stands for no bytes.
    size: kind === 'folder' || kind === 'link' ? 0 : octal(block.subarray(124, 136)),
    mode: octal(block.subarray(100, 108)),
    link: textOf(block.subarray(157, 257)),
  };
}

function octal(bytes: Buffer): number {
  const text = textOf(bytes).trim();
  if (!/^[0-7]*$/.test(text)) throw badArchive('it holds a number in an unknown form');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

/** The `length key=value` lines of a pax header that change an entry. */
export function parsePax(bytes: Buffer): Partial<TarHeader> {
  let found: { name?: string; link?: string; size?: number } = {};
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number(bytes.toString('latin1', at, space));
    if (!Number.isInteger(length) || length < 5 || at + length > bytes.length) throw badArchive('it is damaged');
    const [key = '', ...value] = bytes.toString('utf8', space + 1, at + length - 1).split('=');
    const text = value.join('=');
    if (key === 'path') found = { ...found, name: text };
    if (key === 'linkpath') found = { ...found, link: text };
    if (key === 'size' && /^\d+$/.test(text)) found = { ...found, size: Number(text) };
    at += length;
  }
  return found;
}
