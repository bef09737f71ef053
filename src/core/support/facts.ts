import { arch, release, type } from 'node:os';
import { PRODUCT } from '../../shared/product.ts';

export type Fact = { readonly name: string; readonly value: string };

/** What support must know of an installation. No names: neither the computer's nor the user's. */
export function installationFacts(host: 'desktop' | 'console', version: string): ReadonlyArray<Fact> {
  const { electron, chrome, node } = process.versions;
  const runtime = [
    ...(electron === undefined ? [] : [`Electron ${electron}`]),
    ...(chrome === undefined ? [] : [`Chromium ${chrome}`]),
    `Node ${node}`,
  ];
  return [
    { name: PRODUCT.name, value: `${version} (${host})` },
    { name: 'System', value: `${type()} ${release()} ${arch()}` },
    { name: 'Runtime', value: runtime.join(', ') },
  ];
}
