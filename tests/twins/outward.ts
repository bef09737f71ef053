import { seenBy, type Twin } from './types.ts';

const UPDATES = 'tests/e2e/packaged-updates.spec.ts';

/** Links, records, updates, and what the product is made of. */
export const OUTWARD: ReadonlyArray<Twin> = [
  ...seenBy('unit', 'src/shared/deep-link.test.ts', [
    {
      name: 'deep-link-parser',
      breaks: 'a name may hold characters that hide',
      file: 'src/shared/deep-link.ts',
      from: ' || !isPlainName(cluster)',
      to: '',
    },
  ]),
  ...seenBy('unit', 'src/core/links/links.test.ts', [
    {
      name: 'deep-link-refused',
      breaks: 'the text of a refused link goes into the log',
      file: 'src/core/links/procedures.ts',
      from: "log.warn('link.refused', { characters: text.length });",
      to: "log.warn('link.refused', { text });",
    },
  ]),
  ...seenBy('packaged', 'tests/e2e/packaged-links.spec.ts', [
    {
      name: 'deep-link-confirm',
      breaks: 'a link opens its cluster before anybody agreed',
      file: 'src/renderer/features/links/link-dialog.tsx',
      from: '  return (\n    <ModalDialog onClose',
      to: `  if (cluster !== undefined && isLoaded) {
    goTo(link, cluster.id);
    onClose();
  }
  return (
    <ModalDialog onClose`,
    },
  ]),
  ...seenBy('chromium', 'tests/e2e/hostile.spec.ts', [
    {
      name: 'records-run-nothing',
      breaks: 'the text of a record is put into the page as HTML',
      file: 'src/renderer/ui/value-view/preview-text.tsx',
      from: 'return <>{`${oneLine(text)}${more}`}</>;',
      to: 'return <span dangerouslySetInnerHTML={{ __html: `${oneLine(text)}${more}` }} />;',
    },
  ]),
  ...seenBy('unit', 'tests/unit/csv-in-spreadsheet.test.ts', [
    {
      name: 'csv-formulas',
      breaks: 'a formula is saved as it is',
      file: 'src/shared/values/csv-formula.ts',
      from: "return isFormula(text) ? `'${text}` : text;",
      to: 'return text;',
    },
  ]),
  ...seenBy('unit', 'src/core/updates/updates.test.ts', [
    {
      name: 'update-signature',
      breaks: 'any signature will do',
      file: 'src/core/updates/offer.ts',
      from: 'if (!isSigned(offer, publicKey)) {',
      to: 'if (offer.signature === null) {',
    },
    {
      name: 'update-no-downgrade',
      breaks: 'any other version is an update',
      file: 'src/core/updates/offer.ts',
      from: "return compareVersions(offer.version, current) > 0 ? 'newer'",
      to: "return compareVersions(offer.version, current) !== 0 ? 'newer'",
    },
    {
      name: 'updates-by-consent',
      breaks: 'a while after the start the server is asked, whatever was chosen',
      file: 'src/core/updates/updates.ts',
      from: ' || !store.get().isAutomatic) return;',
      to: ') return;',
    },
  ]),
  ...seenBy('packaged', UPDATES, [
    {
      name: 'update-signature',
      breaks: 'nobody looks at the signature',
      file: 'src/core/updates/offer.ts',
      from: 'if (!isSigned(offer, publicKey)) {',
      to: 'if (publicKey === null) {',
    },
    {
      name: 'update-checksum',
      breaks: 'nobody compares the checksum of the file that came',
      file: 'src/main/update-executor.ts',
      from: 'if (found !== sha512) throw notTheSigned();',
      to: '',
    },
    {
      name: 'update-own-way',
      breaks: 'the updater asks by a session of its own',
      file: 'src/main/updater.ts',
      from: '  goOutBy(autoUpdater, fetch);\n',
      to: '',
    },
  ]),
  ...seenBy('unit', 'src/main/update-executor.test.ts', [
    {
      name: 'update-checksum',
      breaks: 'nobody compares the checksum of the file that came',
      file: 'src/main/update-executor.ts',
      from: 'if (found !== sha512) throw notTheSigned();',
      to: '',
    },
    {
      name: 'update-own-way',
      breaks: 'the server is told who asks',
      file: 'src/main/update-executor.ts',
      from: "const HEADERS = { 'cache-control': 'no-cache' };",
      to: "const HEADERS = { 'cache-control': 'no-cache', 'x-user-staging-id': '1' };",
    },
  ]),
  ...seenBy('unit', 'scripts/dist/about.test.ts', [
    {
      name: 'licences',
      breaks: 'a licence nobody has looked at is let through where it is the only one',
      file: 'scripts/dist/about.ts',
      from: 'if (unknown.length > 0) {',
      to: 'if (unknown.length > 1) {',
    },
  ]),
  ...seenBy('packaged', 'tests/e2e/packaged-install.spec.ts', [
    {
      name: 'sbom',
      breaks: 'the bill of materials lists what is not shipped',
      file: 'scripts/dist/about.ts',
      from: ".filter((each) => shipped.has(each['bom-ref']))",
      to: '.filter(() => true)',
    },
    {
      name: 'sbom',
      breaks: 'the archive holds what belongs to nobody',
      file: 'electron-builder.yml',
      from: '  - package.json\n',
      to: '  - package.json\n  - scripts/audit/**\n',
    },
  ]),
  ...seenBy('unit', 'scripts/audit/advisories.test.ts', [
    {
      name: 'vulnerability-gate',
      breaks: 'an Electron with known holes in the lock file',
      file: 'package-lock.json',
      from: '"node_modules/electron": {\n      "version": "45.4.1",',
      to: '"node_modules/electron": {\n      "version": "40.0.0",',
    },
  ]),
  {
    name: 'vulnerability-gate',
    breaks: 'a planted advisory',
    twin: {
      file: 'scripts/audit/advisories.test.ts',
      title: 'its twin: a planted advisory is found, in a nested copy, too',
    },
  },
];
