import { runTypeScript } from './lib/bootstrap.mjs';

await runTypeScript('scripts/security-tests/main.ts');
