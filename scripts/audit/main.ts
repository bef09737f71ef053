import { runGate } from './gate.ts';

/** `npm run audit`: fails where a High or Critical vulnerability is known of what we ship or build with. */
process.exitCode = (await runGate()) ? 0 : 1;
