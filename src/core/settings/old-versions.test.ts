import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { clustersFormat } from './cluster-store.ts';
import { parseFile } from './format.ts';
import { preferencesFormat } from './preferences-store.ts';
import { productSecretsFormat } from './product-secrets.ts';
import { searchCacheFormat } from './search-cache-store.ts';
import { secretBoxFormat } from './secret-keeper-store.ts';
import { secretsFormat } from './secret-store.ts';
import { newFolder, open, put, reversingBox } from './testing.ts';

/** One file of every version there ever was, as that version wrote it: kept for ever, and never edited. */
const FIXTURES = fileURLToPath(new URL('../../../tests/fixtures/settings/', import.meta.url));
const FORMATS = [
  clustersFormat,
  secretsFormat,
  preferencesFormat,
  productSecretsFormat,
  searchCacheFormat,
  secretBoxFormat,
] as const;
const ID = '6f1a5c0e-0c5a-4a4e-9b1e-000000000001';

/** An installation as a version left it. */
async function openOld(files: Readonly<Record<string, string>>) {
  const folder = newFolder();
  for (const [name, fixture] of Object.entries(files)) copyFileSync(join(FIXTURES, fixture), join(folder, name));
  return { folder, settings: await open(folder) };
}

describe('settings of every version there was', () => {
  it('have a fixture each', () => {
    const wanted = FORMATS.flatMap(({ name, version }) =>
      Array.from({ length: version }, (_, index) => `${name}-${index + 1}.json`),
    );
    expect(readdirSync(FIXTURES)).toEqual(expect.arrayContaining(wanted));
  });

  it.each(readdirSync(FIXTURES))('%s can be read', (name) => {
    const format = FORMATS.find(
      (each) => name.startsWith(`${each.name}-`) && /^\d+\.json$/.test(name.slice(each.name.length + 1)),
    );
    if (format === undefined) throw new Error(`No format of ${name}`);
    const parsed = (parseFile as (format: unknown, text: string) => { kind: string })(
      format,
      readFileSync(join(FIXTURES, name), 'utf8'),
    );
    expect(parsed.kind).toBe('good');
  });

  it('version 1: the cluster, its password and the screen are there, and the next save is of today', async () => {
    const { folder, settings } = await openOld({
      'clusters.json': 'clusters-1.json',
      'secrets.json': 'secrets-1.json',
      'preferences.json': 'preferences-1.json',
      'product-secrets.json': 'product-secrets-1.json',
      'search-cache.json': 'search-cache-1.json',
    });
    expect(settings.notices.list()).toEqual([]);
    expect(settings.clusters.list()).toMatchObject([
      { id: ID, name: 'orders of version 1', mode: 'production', hasRegistry: false, missingSecrets: [] },
    ]);
    expect((await settings.clusters.secretsOf(ID)).password?.reveal()).toBe('of version 1');
    expect(settings.preferences.get()).toMatchObject({ theme: 'dark', railCollapsed: true });
    expect(settings.searchCache.get()).toEqual({ isOn: false, maxBytes: 536_870_912 });
    await settings.clusters.markOpened(ID);
    await settings.close();
    expect(JSON.parse(readFileSync(join(folder, 'clusters.json'), 'utf8'))).toMatchObject({
      version: clustersFormat.version,
    });
  });

  it('version 2: registry and its password, too', async () => {
    const { settings } = await openOld({ 'clusters.json': 'clusters-2.json', 'secrets.json': 'secrets-2.json' });
    expect(settings.clusters.list()).toMatchObject([{ hasRegistry: true, neverStore: true, missingSecrets: [] }]);
    expect((await settings.clusters.secretsOf(ID)).registryPassword?.reveal()).toBe('of the registry');
  });
});

/** Ten thousand with LONG_TESTS; some hundred otherwise, of every file. */
const ROUNDS = process.env['LONG_TESTS'] === undefined ? 600 : 10_000;

it(`starts on ${ROUNDS} spoilt settings, with a notice and never a reset without a word`, async () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
  let state = seed % 2_147_483_646 || 1;
  const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
  const files = readdirSync(FIXTURES);
  const counts: Record<string, number> = {};
  let slowestMs = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const name = files[random(files.length)] ?? '';
    const text = readFileSync(join(FIXTURES, name), 'utf8');
    const spoilt = spoil(text, random);
    const folder = newFolder();
    const target = `${name.replace(/-\d+\.json$/, '')}.json`;
    put(folder, target, spoilt);
    const cpu = process.cpuUsage();
    const settings = await open(folder, { secretBox: reversingBox('session') });
    slowestMs = Math.max(slowestMs, process.cpuUsage(cpu).user / 1000);
    const told = settings.notices.list().filter(({ id }) => id !== 'secrets-lost');
    const format = FORMATS.find((each) => target === `${each.name}.json`);
    const parsed = (parseFile as (format: unknown, text: string) => { kind: string })(format, spoilt);
    counts[parsed.kind] = (counts[parsed.kind] ?? 0) + 1;
    expect(told.length > 0, `seed ${seed} round ${round} ${name}`).toBe(parsed.kind !== 'good');
    await settings.close();
    // Nothing that could not be read is gone: it lies aside, or is untouched.
    if (parsed.kind === 'good') continue;
    const kept = readdirSync(folder).filter((each) => each.endsWith('.json'));
    const texts = kept.map((each) => readFileSync(join(folder, each), 'utf8'));
    expect(texts.includes(Buffer.from(spoilt).toString('utf8')), `seed ${seed} round ${round} ${name}`).toBe(true);
  }
  process.stdout.write(
    `settings fuzz: seed ${seed}, ${ROUNDS} files ${JSON.stringify(counts)}, slowest start ${slowestMs.toFixed(0)} ms\n`,
  );
  expect(slowestMs).toBeLessThan(2_000);
}, 600_000);

/** Bits turned, cut off, a version of the future or of nobody, a value of another type, a key that poisons. */
function spoil(text: string, random: (below: number) => number): string {
  switch (random(7)) {
    case 0: {
      const bytes = Buffer.from(text);
      for (let flips = 1 + random(4); flips > 0; flips -= 1) {
        const at = random(bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      }
      return bytes.toString('utf8');
    }
    case 1:
      return text.slice(0, random(text.length));
    case 2:
      return text.replace(/"version":\s*\d+/, `"version": ${[99, -1, 0, 1.5, 1e308][random(5)] ?? 0}`);
    case 3: {
      const values = [...text.matchAll(/:\s*("[^"]*"|true|false|\d+|null)/g)];
      const value = values[random(values.length)];
      if (value === undefined) return text;
      const other = ['null', '-1', '"x"', '[]', '{}', 'true', '1e999'][random(7)] ?? 'null';
      return `${text.slice(0, value.index)}: ${other}${text.slice(value.index + value[0].length)}`;
    }
    case 4:
      return text.replace('{', '{"__proto__":{"polluted":1},');
    case 5:
      return '\0'.repeat(random(500));
    default:
      return text.slice(0, random(text.length)) + text;
  }
}
