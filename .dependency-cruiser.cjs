// The arrows of docs/architecture.md, held by `npm run check`.
const HOSTS = '^src/(main|console|cli)/';
/** Tests and what only they use. */
const TESTS = '(\\.test\\.tsx?$|/testing(\\.ts$|/))';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-stands-alone',
      comment: 'shared is the language both sides speak: no Node, no DOM, no Electron, no React.',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^(src/shared/|node_modules/(zod|@orpc/contract)/)' },
    },
    {
      name: 'renderer-speaks-only-shared',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/(core|main|preload|console|cli|workers)/' },
    },
    {
      name: 'features-do-not-import-each-other',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/([^/]+)/', pathNot: '^src/renderer/features/$1/' },
    },
    {
      name: 'core-knows-no-host',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: `${HOSTS}|^src/(preload|renderer|workers)/|^node_modules/(electron|react|react-dom)/` },
    },
    {
      name: 'workers-use-reading-rooms-only',
      severity: 'error',
      from: { path: '^src/workers/' },
      to: {
        path: '^src/',
        pathNot: '^src/(workers|shared|core/(kafka|records|serdes|filters|results|exports|network))/',
      },
    },
    {
      name: 'kafka-libraries-only-in-their-room',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/kafka/' },
      to: { path: '^node_modules/(@platformatic/kafka|kafkajs)/' },
    },
    {
      name: 'duckdb-only-in-its-room',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/results/' },
      to: { path: '^node_modules/@duckdb/' },
    },
    {
      name: 'mail-only-in-its-room',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/support/(build-message|smtp)\\.ts$' },
      to: { path: '^node_modules/nodemailer/' },
    },
    {
      name: 'error-reports-only-with-consent',
      comment: 'The library is imported by one module, and that one only by name at run time.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/error-reports\\.ts$' },
      to: { path: '^node_modules/@sentry/' },
    },
    {
      name: 'what-sends-is-imported-late',
      comment: 'Without consent these are not even loaded; nodemailer only for who writes a mail.',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: {
        path: '^src/(main/error-reports|core/telemetry/analytics|core/support/(build-message|smtp))\\.ts$',
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    {
      name: 'sign-in-libraries-only-in-their-room',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/account/' },
      to: { path: '^node_modules/(openid-client|jose)/' },
    },
    {
      name: 'rooms-by-their-door',
      comment: 'One room uses another through its index.ts only.',
      severity: 'error',
      from: { path: '^src/core/([^/]+)/', pathNot: TESTS },
      to: { path: '^src/core/([^/]+)/', pathNot: '^src/core/($1/|[^/]+/index\\.ts$)' },
    },
    {
      name: 'tests-by-the-door-or-testing',
      comment:
        'A test may also use what another room offers to tests (testing.ts), so that a stand-in is written once.',
      severity: 'error',
      from: { path: `^src/core/([^/]+)/.*${TESTS}` },
      to: { path: '^src/core/([^/]+)/', pathNot: '^src/core/($1/|[^/]+/(index|testing)\\.ts$)' },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'Stand-ins never get into a bundle.',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: { path: '^src/.*/testing(\\.ts$|/)' },
    },
    {
      name: 'preload-hands-a-port-nothing-else',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { path: '^src/', pathNot: '^src/(preload|shared)/' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(vitest/config|electron)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
