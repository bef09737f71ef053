import { runTypeScript } from './lib/bootstrap.mjs';

await runTypeScript('scripts/test/main.ts');
