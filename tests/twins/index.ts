/**
 * What breaks each check that proves a promise: for every `@securityTest` name at least one twin, so that none of them can
 * pass for ever without looking. `npm run twins` breaks the product so, in a copy, and expects the test to fail.
 */
import { ACCOUNT } from './account.ts';
import { NETWORK } from './network.ts';
import { OUTWARD } from './outward.ts';
import { RECORDS } from './records.ts';
import { REPORTS } from './reports.ts';
import { SETTINGS } from './settings.ts';
import { SHELL_TWINS } from './shell.ts';
import type { Twin } from './types.ts';

export { isBreak, type Break, type Change, type Project, type Twin, type TwinTest } from './types.ts';

export const TWINS: ReadonlyArray<Twin> = [
  ...ACCOUNT,
  ...SETTINGS,
  ...NETWORK,
  ...RECORDS,
  ...REPORTS,
  ...SHELL_TWINS,
  ...OUTWARD,
];
