import { runTypeScript } from './lib/bootstrap.mjs';

await runTypeScript('scripts/check/main.ts');
