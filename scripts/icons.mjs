import { runTypeScript } from './lib/bootstrap.mjs';

await runTypeScript('scripts/icons/main.ts');
