import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../lib/paths.ts';
import { run } from '../lib/processes.ts';
import { licenceTexts, shippedPackages, type ShippedPackage } from './packages.ts';

const SBOM_LIMIT_MS = 60_000;

/** Licences whose conditions are met by handing on their text with the product. */
const ALLOWED = new Set([
  ...['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense', 'CC0-1.0'],
  ...['Python-2.0', 'Zlib'],
]);

export const LICENCES = 'THIRD-PARTY-LICENSES.txt';
export const SBOM = 'sbom.cdx.json';

/** Writes what the app is made of (CycloneDX) and the licences of it into the build's folder `about`. */
export async function writeAbout(dist: string): Promise<string> {
  const folder = path.join(dist, 'about');
  const packages = shippedPackages(dist);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, LICENCES), licencesText(packages));
  writeFileSync(path.join(folder, SBOM), JSON.stringify(await billOfMaterials(packages), null, 1));
  return folder;
}

/** Throws where a package has a licence nobody has looked at. */
export function licencesText(packages: ReadonlyArray<ShippedPackage>): string {
  const unknown = packages.filter(({ license }) => !isAllowed(license));
  if (unknown.length > 0) {
    const list = unknown.map(({ name, version, license }) => `${name} ${version} (${license || 'no licence'})`).join(', ');
    throw new Error(`Licences that are not on the list of scripts/dist/about.ts: ${list}`);
  }
  const parts = packages.map((each) => {
    const texts = licenceTexts(each);
    const body = texts.length > 0 ? texts.join('\n\n') : `(The package carries no text of its licence, ${each.license}.)`;
    return `${'='.repeat(80)}\n${each.name} ${each.version}\nLicence: ${each.license}\n${'='.repeat(80)}\n\n${body}\n`;
  });
  const head =
    'Conduktor is made with the packages below. Electron brings the licences of Chromium and Node.js in files of its own\n' +
    '(LICENSE.electron.txt, LICENSES.chromium.html).\n';
  return `${head}\n${parts.join('\n')}`;
}

/** Every part of an SPDX expression must be on the list; of alternatives, one. */
export function isAllowed(license: string): boolean {
  return license
    .replace(/[()]/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((one) => ALLOWED.has(one.trim())));
}

type Bom = {
  readonly metadata: { readonly component: Record<string, unknown> };
  components: Array<{ readonly 'bom-ref': string; scope?: string; properties?: unknown }>;
  dependencies: Array<{ readonly ref: string; dependsOn?: string[] }>;
};

/** npm's own bill of materials, of what is shipped only. */
async function billOfMaterials(packages: ReadonlyArray<ShippedPackage>): Promise<object> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const { code, output } = await run('npm', args, { limitMs: SBOM_LIMIT_MS, output: 'keep', cwd: fromRoot() });
  const start = output.indexOf('{');
  if (code !== 0 || start < 0) throw new Error(`npm sbom failed:\n${output.slice(-2000)}`);
  const bom = JSON.parse(output.slice(start, output.lastIndexOf('}') + 1)) as Bom;
  const shipped = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  const { version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string };
  const own = `conduktor@${version}`;
  const components = bom.components
    .filter((each) => shipped.has(each['bom-ref']))
    // To npm everything bundled is for development; in the product it is required.
    .map(({ properties: _ofNpm, ...each }) => ({ ...each, scope: 'required' }));
  const missing = [...shipped].filter((each) => !components.some((component) => component['bom-ref'] === each));
  if (missing.length > 0) throw new Error(`Shipped, but not in the lock file: ${missing.join(', ')}`);
  const dependencies = bom.dependencies
    .filter(({ ref }) => ref === own || shipped.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => shipped.has(each)) }));
  const component = { ...bom.metadata.component, type: 'application', name: 'conduktor' };
  return { ...bom, metadata: { ...bom.metadata, component }, components, dependencies };
}
