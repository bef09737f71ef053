import { runTypeScript } from './lib/bootstrap.mjs';

await runTypeScript('scripts/twins/main.ts');
