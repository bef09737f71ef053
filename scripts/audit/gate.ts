import { existsSync, readFileSync } from 'node:fs';
import { say } from '../lib/log.ts';
import { fromRoot } from '../lib/paths.ts';
import { run } from '../lib/processes.ts';
import { isOld, judge, type Advisories, type Finding, type Installed } from './advisories.ts';

export const ADVISORY_FILE = fromRoot('scripts/audit/advisories.json');
const AUDIT_LIMIT_MS = 60_000;

/**
 * The vulnerability gate: false where a High or Critical one is known of anything in the lock file. npm's own audit where
 * the registry answers; the advisory file of this repository always: it knows Electron's, which npm may not.
 */
export async function runGate(
  advisoryFile = ADVISORY_FILE,
  lockFile = fromRoot('package-lock.json'),
): Promise<boolean> {
  const online = await askRegistry();
  const advisories = JSON.parse(readFileSync(advisoryFile, 'utf8')) as Advisories;
  if (online === null) say('npm audit cannot reach the registry’s advisories: only the advisory file is judged by');
  if (online === null && isOld(advisories, Date.now())) {
    say(`Warning: the advisory file is of ${advisories.date}. Bring it up to date (scripts/audit/README.md).`);
  }
  const findings = [...(online ?? []), ...judge(advisories, installedBy(lockFile))];
  const bad = findings.filter(({ severity }) => severity === 'high' || severity === 'critical');
  for (const { severity, name, version, id, title } of findings)
    say(`${severity}: ${name} ${version}: ${title} (${id})`);
  say(
    bad.length === 0
      ? `No High or Critical vulnerability is known (${online === null ? `advisories of ${advisories.date}` : 'npm audit'}, ${findings.length} lesser)`
      : `${bad.length} High or Critical`,
  );
  return bad.length === 0;
}

/** Everything the lock file installs. */
export function installedBy(lockFile: string): ReadonlyArray<Installed> {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as {
    packages: Record<string, { version?: string; name?: string }>;
  };
  return Object.entries(packages).flatMap(([folder, { version, name }]) => {
    if (folder === '' || version === undefined) return [];
    return [{ name: name ?? folder.slice(folder.lastIndexOf('node_modules/') + 13), version }];
  });
}

type NpmAudit = {
  readonly vulnerabilities?: Readonly<
    Record<
      string,
      { readonly severity: Finding['severity']; readonly range: string; readonly via: ReadonlyArray<unknown> }
    >
  >;
};

/** What `npm audit` finds; null where the registry does not answer such questions. */
async function askRegistry(): Promise<ReadonlyArray<Finding> | null> {
  if (!existsSync(fromRoot('package-lock.json'))) return null;
  const { output } = await run('npm', ['audit', '--json'], { limitMs: AUDIT_LIMIT_MS, output: 'keep' });
  const start = output.indexOf('{');
  if (start < 0) return null;
  try {
    const { vulnerabilities } = JSON.parse(output.slice(start, output.lastIndexOf('}') + 1)) as NpmAudit;
    if (vulnerabilities === undefined) return null;
    return Object.entries(vulnerabilities).map(([name, { severity, range, via }]) => {
      const [first] = via;
      const title =
        typeof first === 'object' && first !== null && 'title' in first ? String(first.title) : 'see npm audit';
      return { severity, name, version: range, id: 'npm audit', title };
    });
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
