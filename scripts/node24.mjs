// `node scripts/node24.mjs FILE [arguments]`: runs FILE on the project's own Node 24.
import { runNode24 } from './lib/bootstrap.mjs';

await runNode24(process.argv.slice(2));
