import { runTypeScript } from './lib/bootstrap.mjs';

await runTypeScript('scripts/bench/main.ts');
