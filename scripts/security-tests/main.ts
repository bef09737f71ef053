import { writeFileSync } from 'node:fs';
import { say } from '../lib/log.ts';
import { LIST_FILE, listText, securityTests } from './list.ts';

/** Writes docs/security-tests.md. */
const tests = securityTests();
writeFileSync(LIST_FILE, listText(tests));
say(`docs/security-tests.md: ${tests.length} tests`);
