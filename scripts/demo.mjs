import { runTypeScript } from './lib/bootstrap.mjs';

await runTypeScript('scripts/demo/main.ts');
