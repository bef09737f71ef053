import { writeFileSync } from 'node:fs';
import { say } from '../lib/log.ts';
import { LIST_FILE, listText, PROOFS_FILE, proofsText, securityTests } from './list.ts';

/** Writes docs/security-tests.md, and the same for the privacy page. */
const tests = securityTests();
writeFileSync(LIST_FILE, listText(tests));
writeFileSync(PROOFS_FILE, proofsText(tests));
say(`docs/security-tests.md: ${tests.length} tests`);
