import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageFilePath, readPageFile } from './page-file.ts';

const ROOT = path.resolve('/opt/conduktor/page');

/** Ways to write "up" and "elsewhere" that have got past somebody's check. */
const UPS = [
  ...[
    '..',
    '%2e%2e',
    '.%2e',
    '%2e.',
    '%252e%252e',
    '..%00',
    '..;',
    '.%00.',
    '...',
    '....',
    '%c0%ae%c0%ae',
    '\u2024\u2024',
    '\uff0e\uff0e',
    '. .',
    '..%20',
  ],
];
const SEPARATORS = ['/', '//', '\\', '%2f', '%5c', '%252f', '/./', '%2f%2f', '\u2215'];
const TARGETS = ['etc/passwd', 'package.json'];
const ODD = [
  ...[
    '/C:/Windows/win.ini',
    '/c:%5cboot.ini',
    '//server/share',
    '/\\server\\share',
    '/file:///etc/passwd',
    '/.git/config',
    '/assets/.env',
  ],
  ...[
    '/index.html::$DATA',
    '/index.html%00.js',
    '/%',
    '/%zz',
    '/~/x',
    '/assets/a b.js',
    '/index.html.',
    '/assets/',
    '/assets//x.js',
  ],
];

function hostileUrls(): ReadonlyArray<string> {
  const climbs = UPS.flatMap((up) =>
    SEPARATORS.flatMap((separator) => TARGETS.map((target) => `/${up}${separator}${target}`)),
  );
  return [...climbs, ...ODD, ...climbs.map((url) => `/assets${url}`)];
}

describe('which file a URL means', () => {
  it('is never outside the page’s folder, for hundreds of hostile URLs @securityTest page-traversal', () => {
    const urls = hostileUrls();
    expect(urls.length).toBeGreaterThan(200);
    const outside = urls.filter((url) => {
      const file = pageFilePath(ROOT, url);
      return file !== null && !file.startsWith(ROOT + path.sep);
    });
    expect(outside).toEqual([]);
    expect(urls.filter((url) => pageFilePath(ROOT, url) !== null)).toEqual([]);
  });

  it('is the file of that name for what a build makes', () => {
    expect(pageFilePath(ROOT, '/')).toBe(path.join(ROOT, 'index.html'));
    expect(pageFilePath(ROOT, '/assets/index-Ab_C-3.js')).toBe(path.join(ROOT, 'assets/index-Ab_C-3.js'));
    expect(pageFilePath(ROOT, '/icon.svg')).toBe(path.join(ROOT, 'icon.svg'));
  });
});

describe('reading a file of the page', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'conduktor-page-'));
    await mkdir(path.join(folder, 'page/assets'), { recursive: true });
    await writeFile(path.join(folder, 'page/index.html'), 'page');
    await writeFile(path.join(folder, 'secret'), 'secret');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('gives the bytes, and null where there is no file or only a folder', async () => {
    const page = path.join(folder, 'page');
    expect((await readPageFile(page, '/'))?.bytes.toString()).toBe('page');
    expect(await readPageFile(page, '/missing.js')).toBeNull();
    expect(await readPageFile(page, '/assets')).toBeNull();
    expect(await readPageFile(page, '/index.html/x')).toBeNull();
    expect(await readPageFile(page, '/../secret')).toBeNull();
  });
});
