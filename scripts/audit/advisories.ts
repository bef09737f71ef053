import { compareVersions } from '../../src/core/updates/index.ts';

/** The advisory file: what is known of packages we ship or build with, as of a date. See README.md beside it. */
export type Advisories = {
  /** The day it was last compared with its sources, ISO. */
  readonly date: string;
  readonly advisories: ReadonlyArray<Advisory>;
};

export type Severity = 'low' | 'moderate' | 'high' | 'critical';

export type Advisory = {
  /** GHSA or CVE. */
  readonly id: string;
  readonly package: string;
  readonly severity: Severity;
  readonly title: string;
  /** Ranges that are affected, each `from` (inclusive) to `fixed` (exclusive; absent: not fixed). */
  readonly affected: ReadonlyArray<{ readonly from: string; readonly fixed?: string }>;
  readonly url?: string;
};

export type Installed = { readonly name: string; readonly version: string };
export type Finding = Installed & { readonly id: string; readonly title: string; readonly severity: Severity };

const OLD_MS = 30 * 24 * 60 * 60_000;

/** Older than this it may miss what everybody knows. */
export function isOld({ date }: Advisories, nowMs: number): boolean {
  return nowMs - Date.parse(date) > OLD_MS;
}

/** Installed packages that are in an affected range. */
export function judge({ advisories }: Advisories, installed: ReadonlyArray<Installed>): ReadonlyArray<Finding> {
  return advisories.flatMap((advisory) =>
    installed
      .filter(({ name, version }) => name === advisory.package && isAffected(advisory, version))
      .map(({ name, version }) => ({
        name,
        version,
        id: advisory.id,
        title: advisory.title,
        severity: advisory.severity,
      })),
  );
}

function isAffected({ affected }: Advisory, version: string): boolean {
  return affected.some(
    ({ from, fixed }) =>
      compareVersions(version, from) >= 0 && (fixed === undefined || compareVersions(version, fixed) < 0),
  );
}
