import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../lib/paths.ts';

export type ShippedPackage = {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as the package says. */
  readonly license: string;
  readonly folder: string;
};

/** Bundles that are part of the desktop; the console host's are not. */
const DESKTOP = ['main', 'preload', 'renderer', 'records-worker', 'results-worker', 'scan-worker', 'javascript-filter-worker'];

/** Every package whose code is shipped: what the bundles were made from, and what lies beside them as it is. */
export function shippedPackages(dist: string): ReadonlyArray<ShippedPackage> {
  const folders = new Set<string>();
  for (const bundle of DESKTOP) {
    const list = path.join(dist, bundle, 'packages.json');
    for (const folder of JSON.parse(readFileSync(list, 'utf8')) as string[]) folders.add(folder);
  }
  const { dependencies } = readJson(fromRoot('package.json')) as { dependencies: Record<string, string> };
  for (const name of Object.keys(dependencies)) addWithDependencies(`node_modules/${name}`, folders);
  folders.add('node_modules/electron');
  const all = [...folders].map(describe);
  return all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
}

/** A package that is shipped as it is brings what it depends on. */
function addWithDependencies(folder: string, folders: Set<string>): void {
  // What is optional is there for one system only.
  if (folders.has(folder) || !existsSync(fromRoot(folder))) return;
  folders.add(folder);
  const { dependencies = {}, optionalDependencies = {} } = readJson(fromRoot(folder, 'package.json')) as Record<
    string,
    Record<string, string>
  >;
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const own = `${folder}/node_modules/${name}`;
    addWithDependencies(existsSync(fromRoot(own)) ? own : `node_modules/${name}`, folders);
  }
}

function describe(folder: string): ShippedPackage {
  const found = readJson(fromRoot(folder, 'package.json')) as Record<string, unknown>;
  const { name, version, license, licenses } = found;
  const old = Array.isArray(licenses) ? (licenses as Array<{ type?: string }>).map(({ type }) => type).join(' OR ') : '';
  return {
    name: String(name),
    version: String(version),
    license: typeof license === 'string' ? license : old,
    folder,
  };
}

/** The texts a package brings that must be handed on: licence and notice. */
export function licenceTexts({ folder }: ShippedPackage): ReadonlyArray<string> {
  const words = '{LICEN[CS]E,licen[cs]e,Licen[cs]e,COPYING,NOTICE,notice}*';
  // Some keep a folder of that name, with the licences of what they took over.
  const entries = globSync([words, `${words}/**/*`], { cwd: fromRoot(folder), withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
  const texts = files.filter((file) => !/\.(js|ts|cjs|mjs|html)$/.test(file)).sort();
  return texts.map((file) => readFileSync(file, 'utf8').trim());
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
