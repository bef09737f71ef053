import { runTypeScript } from './lib/bootstrap.mjs';

await runTypeScript('scripts/audit/main.ts');
