import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDisk, type Disk } from './disk.ts';
import { parseFile, type FileFormat } from './format.ts';
import { createNotices } from './notices.ts';
import { openSettingsFile } from './settings-file.ts';
import { draft, names, newFolder, open, put } from './testing.ts';

const onUnix = process.platform !== 'win32';

describe('a damaged file', () => {
  const DAMAGES: ReadonlyArray<readonly [string, (text: string) => string]> = [
    ['empty', () => ''],
    ['cut off', (text) => text.slice(0, text.length / 2)],
    ['not JSON', () => 'nonsense'],
    ['of another shape', () => '[1,2,3]'],
    ['with a wrong type inside', (text) => text.replace('"orders"', '17')],
    ['with a field that nobody knows', (text) => text.replace('"name"', '"nom"')],
    ['of zeros', (text) => '\0'.repeat(text.length)],
    ['nested too deep', () => `{"version":1,"clusters":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ];

  it.each(DAMAGES)('that is %s is kept aside, told, and the backup used', async (_, damage) => {
    const folder = newFolder();
    const first = await open(folder);
    await first.clusters.create(draft());
    await first.close();
    const damaged = damage(readFileSync(join(folder, 'clusters.json'), 'utf8'));
    put(folder, 'clusters.json', damaged);

    const settings = await open(folder);
    expect(names(settings)).toEqual(['orders']);
    const aside = readdirSync(folder).filter((name) => /^clusters\.corrupt-[\dTZ-]+\.json$/.test(name));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(folder, aside[0]!), 'utf8')).toBe(damaged);
    const [notice, ...others] = settings.notices.list();
    expect(others).toEqual([]);
    expect(notice?.level).toBe('error');
    for (const part of ['clusters.json', aside[0]!, 'clusters.1.json']) expect(notice?.text).toContain(part);
    await settings.close();
    expect((await open(folder)).notices.list()).toEqual([]);
  });

  it('without a backup starts empty, and says so', async () => {
    const folder = newFolder();
    put(folder, 'clusters.json', '{');
    const settings = await open(folder);
    expect(settings.clusters.list()).toEqual([]);
    expect(settings.notices.list()[0]?.text).toContain('no backup');
    await settings.clusters.create(draft());
    await settings.close();
    expect(names(await open(folder))).toEqual(['orders']);
  });

  it('passes over a damaged backup for an older one', async () => {
    const folder = newFolder();
    for (const name of ['one', 'two']) {
      const settings = await open(folder);
      await settings.clusters.create(draft({ name }));
      await settings.close();
    }
    put(folder, 'clusters.json', '');
    put(folder, 'backups/clusters.1.json', '');
    const settings = await open(folder);
    expect(names(settings)).toEqual(['one']);
    expect(settings.notices.list()[0]?.text).toContain('clusters.2.json');
  });

  it('names no value in its notice', async () => {
    const folder = newFolder();
    put(folder, 'clusters.json', '{"version":1,"clusters":{"a":{"password":"hunter-two"}}}');
    expect(JSON.stringify((await open(folder)).notices.list())).not.toContain('hunter');
  });

  it('that comes up while the app runs does not win over what is in memory', async () => {
    const folder = newFolder();
    const settings = await open(folder);
    await settings.clusters.create(draft({ name: 'a' }));
    put(folder, 'clusters.json', 'nonsense');
    await settings.clusters.create(draft({ name: 'b' }));
    expect(names(settings).sort()).toEqual(['a', 'b']);
    await settings.close();
    expect(names(await open(folder)).sort()).toEqual(['a', 'b']);
    expect(readdirSync(folder).some((name) => name.startsWith('clusters.corrupt-'))).toBe(true);
  });
});

describe('a file of a newer version', () => {
  it('is left as it is, and changes last until the app closes', async () => {
    const folder = newFolder();
    const text = '{"version":99,"clusters":{"new":"shape"}}';
    put(folder, 'clusters.json', text);
    const settings = await open(folder);
    await settings.clusters.create(draft());
    expect(names(settings)).toEqual(['orders']);
    await settings.close();
    expect(readFileSync(join(folder, 'clusters.json'), 'utf8')).toBe(text);
    expect(settings.notices.list()).toMatchObject([{ level: 'error' }]);
    expect(settings.notices.list()[0]?.text).toContain('99');
  });

  it('is not overwritten either when it appears while the app runs', async () => {
    const folder = newFolder();
    const settings = await open(folder);
    await settings.clusters.create(draft({ name: 'a' }));
    const text = '{"version":99,"clusters":{}}';
    put(folder, 'clusters.json', text);
    await settings.clusters.create(draft({ name: 'b' }));
    await settings.close();
    expect(readFileSync(join(folder, 'clusters.json'), 'utf8')).toBe(text);
  });
});

describe('migrations', () => {
  const Entries = z.record(z.string(), z.strictObject({ title: z.string() }));
  /** A made-up history: version 0 had bare strings, version 1 had `name`. */
  const format: FileFormat<z.infer<typeof Entries>> = {
    name: 'things',
    title: 'The things',
    version: 2,
    entries: Entries,
    empty: {},
    migrations: [
      { from: 0, migrate: (old) => mapValues(old, (name) => ({ name })) },
      { from: 1, migrate: (old) => mapValues(old, (entry) => ({ title: (entry as { name: string }).name })) },
    ],
  };

  function mapValues(content: unknown, change: (value: unknown) => unknown): unknown {
    return Object.fromEntries(Object.entries(content as object).map(([key, value]) => [key, change(value)]));
  }

  it('bring old content up step by step', () => {
    expect(parseFile(format, '{"version":0,"things":{"a":"x"}}')).toEqual({
      kind: 'good',
      entries: { a: { title: 'x' } },
    });
    expect(parseFile(format, '{"version":1,"things":{"a":{"name":"x"}}}')).toMatchObject({
      entries: { a: { title: 'x' } },
    });
    expect(parseFile(format, '{"version":2,"things":{"a":{"title":"x"}}}')).toMatchObject({
      entries: { a: { title: 'x' } },
    });
  });

  it('that fail leave a corrupt file, not a crash', () => {
    expect(parseFile(format, '{"version":1,"things":{"a":null}}')).toMatchObject({ kind: 'corrupt' });
    expect(parseFile({ ...format, migrations: [] }, '{"version":0,"things":{}}')).toMatchObject({ kind: 'corrupt' });
  });

  it('are written with the first change', async () => {
    const folder = newFolder();
    put(folder, 'things.json', '{"version":0,"things":{"a":"x"}}');
    const disk = createDisk(() => 'id');
    const file = await openSettingsFile({ folder, format, disk, notices: createNotices(), clock: () => 0 });
    await file.update((things) => ({ ...things, b: { title: 'y' } }));
    expect(JSON.parse(readFileSync(join(folder, 'things.json'), 'utf8'))).toEqual({
      version: 2,
      things: { a: { title: 'x' }, b: { title: 'y' } },
    });
  });
});

describe('a disk that fails', () => {
  function failing(code: string): { disk: Disk; heal(): void } {
    const disk = createDisk(() => crypto.randomUUID());
    let isFailing = true;
    const write: Disk['write'] = (path, text) =>
      isFailing ? Promise.reject(Object.assign(new Error(code), { code })) : disk.write(path, text);
    return { disk: { ...disk, write }, heal: () => void (isFailing = false) };
  }

  it.each(['ENOSPC', 'EROFS', 'EACCES', 'EBUSY', 'EIO'])(
    'with %s leaves the app working from memory, and told',
    async (code) => {
      const folder = newFolder();
      const { disk, heal } = failing(code);
      const settings = await open(folder, { disk });
      await settings.clusters.create(draft({ name: 'a' }));
      expect(names(settings)).toEqual(['a']);
      expect(settings.notices.list()).toMatchObject([
        { level: 'error', title: 'The list of clusters could not be saved' },
      ]);
      heal();
      await settings.clusters.create(draft({ name: 'b' }));
      expect(settings.notices.list()).toEqual([]);
      expect(names(await open(folder)).sort()).toEqual(['a', 'b']);
    },
  );

  it('is tried once more when the app closes', async () => {
    const folder = newFolder();
    const { disk, heal } = failing('ENOSPC');
    const settings = await open(folder, { disk });
    await settings.clusters.create(draft());
    heal();
    await settings.close();
    expect(names(await open(folder))).toEqual(['orders']);
  });

  it.skipIf(!onUnix || process.getuid?.() === 0)(
    'by its rights does the same (skipped for root, who may write anywhere)',
    async () => {
      const folder = newFolder();
      chmodSync(folder, 0o500);
      const settings = await open(folder);
      await settings.clusters.create(draft());
      expect(settings.notices.list()).toHaveLength(1);
    },
  );

  it('where a folder stands in the place of a file leaves it there and works from memory', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'clusters.json'));
    const settings = await open(folder);
    await settings.clusters.create(draft());
    expect(names(settings)).toEqual(['orders']);
    expect(settings.notices.list()[0]?.text).toContain('a folder is in its place');
    await settings.close();
    expect(statSync(join(folder, 'clusters.json')).isDirectory()).toBe(true);
  });

  it('where the configuration folder is a file does the same', async () => {
    const folder = newFolder();
    put(folder, 'file', '');
    const settings = await open(join(folder, 'file'));
    await settings.clusters.create(draft());
    expect(names(settings)).toEqual(['orders']);
    expect(settings.notices.list().length).toBeGreaterThan(0);
  });
});

describe('saving', () => {
  it.skipIf(!onUnix)('lets only this user into folder and files (no such rights on Windows)', async () => {
    const folder = join(newFolder(), 'deep', 'conduktor');
    const settings = await open(folder);
    await settings.clusters.create(draft());
    await settings.close();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'clusters.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'backups', 'clusters.1.json')).mode & 0o777).toBe(0o600);
  });

  it('puts changes made together into one write', async () => {
    const disk = createDisk(() => crypto.randomUUID());
    let writes = 0;
    const counting: Disk = {
      ...disk,
      write: (path, text) => (path.includes('backups') ? 0 : (writes += 1), disk.write(path, text)),
    };
    const settings = await open(newFolder(), { disk: counting });
    const base = settings.preferences.get();
    await Promise.all(
      Array.from({ length: 100 }, (_, width) => settings.preferences.save({ ...base, layout: { t: { c: width } } })),
    );
    expect(settings.preferences.get().layout).toEqual({ t: { c: 99 } });
    expect(writes).toBe(1);
  });

  it('keeps the last save and four older ones', async () => {
    const folder = newFolder();
    let hour = 0;
    const settings = await open(folder, { clock: () => (hour += 1) * 3_600_000 });
    for (let count = 0; count < 9; count += 1) await settings.clusters.create(draft({ name: `n${count}` }));
    const backups = readdirSync(join(folder, 'backups')).filter((name) => name.startsWith('clusters'));
    expect(backups.sort()).toEqual([1, 2, 3, 4, 5].map((place) => `clusters.${place}.json`));
    expect(readFileSync(join(folder, 'backups/clusters.1.json'), 'utf8')).toContain('n8');
  });

  it('does not let a burst of saves push the older backups out', async () => {
    const folder = newFolder();
    await (await open(folder)).clusters.create(draft({ name: 'old' }));
    const settings = await open(folder, { clock: () => 5 });
    for (let count = 0; count < 20; count += 1) await settings.clusters.create(draft());
    expect(readdirSync(join(folder, 'backups')).filter((name) => name.startsWith('clusters'))).toHaveLength(2);
  });

  it('sweeps what a killed save left, but not the temp file of a process that lives', async () => {
    const folder = newFolder();
    await (await open(folder)).clusters.create(draft());
    put(folder, '.clusters.json.99999999.dead.tmp', '{');
    put(folder, `.clusters.json.${process.ppid}.live.tmp`, '{');
    put(folder, 'unrelated.tmp', '');
    await open(folder);
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.tmp'))
        .sort(),
    ).toEqual([`.clusters.json.${process.ppid}.live.tmp`, 'unrelated.tmp']);
  });
});

describe('two instances on one folder', () => {
  it('keep each other’s clusters', async () => {
    const folder = newFolder();
    const [one, two] = [await open(folder), await open(folder)];
    await one.clusters.create(draft({ name: 'one' }));
    await two.clusters.create(draft({ name: 'two' }));
    await one.clusters.create(draft({ name: 'three' }));
    await two.close();
    await one.close();
    expect(names(await open(folder)).sort()).toEqual(['one', 'three', 'two']);
  });

  it('let the last write of the same cluster count, and a removal too', async () => {
    const folder = newFolder();
    const one = await open(folder);
    const a = await one.clusters.create(draft({ name: 'a' }));
    const b = await one.clusters.create(draft({ name: 'b' }));
    const two = await open(folder);
    await one.clusters.update(a.id, draft({ name: 'a by one' }));
    await two.clusters.update(a.id, draft({ name: 'a by two' }));
    await one.clusters.remove(b.id);
    expect(names(await open(folder))).toEqual(['a by two']);
  });

  it('keep each other’s secrets', async () => {
    const folder = newFolder();
    const { withPassword } = await import('./testing.ts');
    const [one, two] = [await open(folder), await open(folder)];
    const a = await one.clusters.create(withPassword('first-secret'));
    const b = await two.clusters.create(withPassword('second-secret'));
    const again = await open(folder);
    expect((await again.clusters.secretsOf(a.id)).password?.reveal()).toBe('first-secret');
    expect((await again.clusters.secretsOf(b.id)).password?.reveal()).toBe('second-secret');
  });
});

it('starts within two seconds, with a notice and never a crash, on a thousand damaged files', async () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
  process.stdout.write(`settings fuzz: seed ${seed}\n`);
  let state = seed;
  const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
  const folder = newFolder();
  const first = await open(folder);
  await first.clusters.create(draft());
  await first.close();
  const good = readFileSync(join(folder, 'clusters.json'));
  const { clustersFormat } = await import('./cluster-store.ts');
  for (let round = 0; round < 1_000; round += 1) {
    const bytes = Buffer.from(good.subarray(0, random(3) === 0 ? random(good.length) : good.length));
    for (let flips = random(4); flips > 0 && bytes.length > 0; flips -= 1)
      bytes[random(bytes.length)]! ^= 1 << random(8);
    expect(['good', 'newer', 'corrupt'], `seed ${seed}`).toContain(
      parseFile(clustersFormat, bytes.toString('utf8')).kind,
    );
    if (round % 50 !== 0) continue;
    rmSync(join(folder, 'backups'), { recursive: true, force: true });
    put(folder, 'clusters.json', bytes.toString('utf8'));
    const start = process.cpuUsage();
    const settings = await open(folder);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(2_000);
    const isGood = parseFile(clustersFormat, bytes.toString('utf8')).kind === 'good';
    expect(settings.notices.list().length > 0, `seed ${seed}`).toBe(!isGood);
  }
}, 60_000);
