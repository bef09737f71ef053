import { runTypeScript } from './lib/bootstrap.mjs';

await runTypeScript('scripts/dist/main.ts');
