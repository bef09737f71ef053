/**
 * Mail to support: the form becomes a mail, the user sees all of it, and it leaves by a way of theirs. Texts pass the
 * masker. May touch shared, the support files of core/settings, the log file (to read its end), a private folder in the
 * temp folder, nodemailer, and the guard's Implementer.
 */
export { createSupport, type Support, type SupportOptions } from './service.ts';
export { supportProcedures } from './procedures.ts';
export { createDraftFolder, type DraftFolder } from './draft-folder.ts';
export { installationFacts } from './facts.ts';
