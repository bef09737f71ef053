import { ensureProgram, PROGRAMS } from '../lib/programs.ts';
import { runSteps } from './run-steps.ts';
import { boundaries, e2e, format, integration, lint, twins, types, unit } from './steps.ts';

/** `npm test`: everything, on this machine, from whatever is there. */
await ensureProgram(PROGRAMS.java);
await ensureProgram(PROGRAMS.maven);
process.exitCode = await runSteps([
  [types, lint, format, boundaries],
  unit,
  twins,
  integration,
  e2e('chromium'),
  e2e('electron'),
  e2e('packaged'),
]);
