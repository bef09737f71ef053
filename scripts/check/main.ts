import { boundaries, lint, types, unit } from '../test/steps.ts';
import { runSteps } from '../test/run-steps.ts';

/** `npm run check`: what can be known without a broker or a browser. */
process.exitCode = await runSteps([[types, lint, boundaries], unit]);
