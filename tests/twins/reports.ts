import { seenBy, type Twin } from './types.ts';

const TELEMETRY = 'src/core/telemetry/telemetry.test.ts';
const WITHOUT_CONSENT = {
  breaks: 'reports go out whether or not somebody agreed',
  file: 'src/core/telemetry/service.ts',
  from: 'run = agreement?.textVersion === CONSENT_TEXT.version ? startRun(options, agreement.installId, sent) : null;',
  to: "run = startRun(options, agreement?.installId ?? '00000000-0000-4000-8000-000000000000', sent);",
} as const;
const WITH_MORE = {
  breaks: 'a body says more than the closed list',
  file: 'src/shared/telemetry.ts',
  from: 'non_personalized_ads: true,',
  to: "non_personalized_ads: true,\n    user_properties: { system: { value: 'linux' } },",
} as const;

/** What is told to others: usage, errors, the log, mails to support. */
export const REPORTS: ReadonlyArray<Twin> = [
  ...seenBy('unit', TELEMETRY, [
    { name: 'telemetry-off-loads-nothing', ...WITHOUT_CONSENT },
    { name: 'telemetry-body', ...WITH_MORE },
    {
      name: 'telemetry-closed',
      breaks: 'an event has room for a free text',
      file: 'src/shared/telemetry.ts',
      from: "z.strictObject({ name: z.literal('button_clicked'),",
      to: "z.looseObject({ name: z.literal('button_clicked'),",
    },
  ]),
  {
    name: 'telemetry-off-loads-nothing',
    breaks: 'the same with consent, which loads and sends',
    twin: { file: TELEMETRY, title: 'the same with consent loads and sends: the check above can fail' },
  },
  ...seenBy('chromium', 'tests/e2e/telemetry.spec.ts', [
    { name: 'telemetry-off', ...WITHOUT_CONSENT },
    { name: 'telemetry-on', ...WITH_MORE },
  ]),
  ...seenBy('unit', 'src/core/telemetry/error-event.test.ts', [
    {
      name: 'error-report-scrubbed',
      breaks: 'a report names files that are not ours',
      file: 'src/core/telemetry/error-event.ts',
      from: "filename: isOwn ? own : isRuntime ? path : 'other',",
      to: 'filename: isOwn ? own : path,',
    },
  ]),
  {
    name: 'error-report-scrubbed',
    breaks: 'the event as the library made it',
    twin: {
      file: 'src/core/telemetry/error-event.test.ts',
      title: 'twin: the event as the library made it would be caught by the same check',
    },
  },
  ...seenBy('electron', 'tests/e2e/electron-reports.spec.ts', [
    {
      name: 'error-reports',
      breaks: 'a report has all that the library put into it',
      file: 'src/main/error-reports.ts',
      from: 'return { ...said, type: undefined }',
      to: 'return { ...event, ...said, type: undefined }',
    },
    {
      name: 'page-error-reports',
      breaks: 'an error that took a part of the screen with it is told nobody',
      file: 'src/renderer/app/start.tsx',
      from: 'createRoot(element, { onCaughtError: tellError })',
      to: 'createRoot(element)',
    },
  ]),
  ...seenBy('unit', 'src/core/telemetry/page-errors.test.ts', [
    {
      name: 'page-error-report',
      breaks: 'of an error of the page the places in the core are told',
      file: 'src/core/telemetry/error-event.ts',
      from: 'error instanceof PageFailure ? [exceptionOf(error.told, facts.bundles)] : raw.exception?.values',
      to: 'raw.exception?.values',
    },
  ]),
  ...seenBy('unit', 'src/renderer/app/page-errors.test.ts', [
    {
      name: 'page-error-closed',
      breaks: 'whatever stands where a file would is taken for one',
      file: 'src/renderer/app/page-errors.ts',
      from: String.raw`if (!/^assets\/[\w-]{1,80}\.js$/.test(file)) return [];`,
      to: "if (file === '') return [];",
    },
  ]),
  ...seenBy('unit', 'src/core/logging/log.test.ts', [
    {
      name: 'log-masking',
      breaks: 'names that are followed by a secret are not looked for',
      file: 'src/core/logging/mask.ts',
      from: '  maskAssignments,\n',
      to: '',
    },
  ]),
  {
    name: 'log-masking',
    breaks: 'the same texts without the masker',
    twin: {
      file: 'src/core/logging/log.test.ts',
      title: 'are really searched for: without the masker every one of them is found',
    },
  },
  ...seenBy('chromium', 'tests/e2e/canaries.spec.ts', [
    {
      name: 'canaries-app',
      breaks: 'a form keeps what was typed into its fields for passwords',
      file: 'src/renderer/features/clusters/secret-field.tsx',
      from: 'const next = event.currentTarget.value;',
      to: 'const next = event.currentTarget.value;\n      localStorage.setItem(label, next);',
    },
  ]),
  {
    name: 'canaries-app',
    breaks: 'one secret in each kind of place',
    twin: {
      file: 'tests/e2e/canaries.spec.ts',
      title: 'twin: one secret planted in each kind of place is found in each of them',
    },
  },
  ...seenBy('integration', 'tests/integration/canaries.test.ts', [
    {
      name: 'canaries',
      breaks: 'secrets that were learnt are not masked',
      file: 'src/core/logging/masker.ts',
      from: 'const text = (plain: string) => mask(known.mask(plain));',
      to: 'const text = (plain: string) => mask(plain);',
    },
  ]),
  {
    name: 'canaries',
    breaks: 'an app that masks nothing',
    twin: {
      file: 'tests/integration/canaries.test.ts',
      title: 'canaries are found where nothing is masked (the check can fail)',
    },
  },
  ...seenBy('unit', 'src/core/support/support.test.ts', [
    {
      name: 'support-mail-exact',
      breaks: 'the log that goes along is not masked',
      file: 'src/core/support/service.ts',
      from: 'await readLogTail(logFile, mask)',
      to: 'await readLogTail(logFile, (text) => text)',
    },
    {
      name: 'support-draft-masked',
      breaks: 'a draft is kept as it was typed',
      file: 'src/core/support/service.ts',
      from: 'message: mask(form.message), error: mask(form.error)',
      to: 'message: form.message, error: mask(form.error)',
    },
  ]),
  {
    name: 'support-mail-exact',
    breaks: 'what was typed, before it is masked',
    twin: {
      file: 'src/core/support/support.test.ts',
      title: 'twin: the same check finds the secrets in what was typed',
    },
  },
  ...seenBy('integration', 'tests/integration/support-smtp.test.ts', [
    {
      name: 'support-mail-smtp',
      breaks: 'the mail says more than was shown',
      file: 'src/core/support/smtp.ts',
      from: 'raw: message }',
      to: "raw: Buffer.concat([Buffer.from('X-System: linux\\r\\n'), message]) }",
    },
    {
      name: 'support-mail-ledger',
      breaks: 'the ledger is not told why the mail server was contacted',
      file: 'src/core/network/connect.ts',
      from: 'ledger.expect(to);\n    return connectStraight(to);',
      to: 'return connectStraight(to);',
    },
    {
      name: 'support-mail-proxy',
      breaks: 'the mail library opens connections of its own',
      file: 'src/core/support/smtp.ts',
      from: 'getSocket: (',
      to: 'socketOf: (',
    },
    {
      name: 'support-mail-own-ca',
      breaks: 'beside the mail server’s own authority that of Settings does not count',
      file: 'src/core/network/network.ts',
      from: '[...named, ...ca]',
      to: '[...named]',
    },
  ]),
  ...seenBy('chromium', 'tests/e2e/support.spec.ts', [
    {
      name: 'support-preview',
      breaks: 'the message goes as it was typed',
      file: 'src/core/support/compose.ts',
      from: 'const message = given.mask(form.message).trim();',
      to: 'const message = form.message.trim();',
    },
  ]),
];
