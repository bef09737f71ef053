// The one build: each room that runs on its own (window, main, preload, console, workers) is an environment.
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

// E2E_LEGACY builds the same source for Electron 22, the newest a build machine without Electron's downloads can run.
const targets = process.env['E2E_LEGACY'] ? { node: 'node16', web: 'chrome108' } : { node: 'node24', web: 'chrome150' };
const dist = process.env['E2E_LEGACY'] ? 'dist-legacy' : 'dist';

/** CommonJS for an entry that runs on Node: everything inlined except Electron; what is imported late is a chunk of its own. */
function node(name: string, entry = `src/${name}/index.ts`): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: {
      noExternal: true,
      external: ['electron'],
      conditions: ['node', 'module', 'import', 'default'],
      mainFields: ['module', 'main'],
    },
    build: {
      outDir: `../../${dist}/${name}`,
      emptyOutDir: true,
      target: targets.node,
      minify: false,
      sourcemap: true,
      ssr: true,
      rolldownOptions: {
        platform: 'node',
        input: entry,
        output: { format: 'cjs', entryFileNames: 'index.cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  };
}

/** Writes down which packages went into a bundle (packages.json): their licences and the bill of materials follow from it. */
function listPackages(): Plugin {
  return {
    name: 'list-packages',
    generateBundle(_options, bundle) {
      const packages = new Set<string>();
      for (const file of Object.values(bundle)) {
        for (const id of file.type === 'chunk' ? Object.keys(file.modules) : []) {
          const found = /node_modules\/.*(?<=node_modules\/)(?:@[^/]+\/)?[^/?]+/.exec(id.replaceAll('\\', '/'));
          if (found !== null) packages.add(found[0]);
        }
      }
      this.emitFile({ type: 'asset', fileName: 'packages.json', source: JSON.stringify([...packages].sort()) });
    },
  };
}

export default defineConfig({
  root: 'src/renderer',
  base: './',
  publicDir: '../../assets',
  // This variant of wasm-utils carries its .wasm inside, so it survives bundling.
  resolve: { alias: { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' } },
  plugins: [react(), listPackages()],
  environments: {
    client: { build: { outDir: `../../${dist}/renderer`, emptyOutDir: true, target: targets.web } },
    main: node('main'),
    preload: node('preload'),
    console: node('console'),
    recordsWorker: node('records-worker', 'src/workers/records.ts'),
    resultsWorker: node('results-worker', 'src/workers/results.ts'),
    scanWorker: node('scan-worker', 'src/workers/scan.ts'),
    javascriptFilterWorker: node('javascript-filter-worker', 'src/workers/javascript-filter.ts'),
  },
  builder: {
    async buildApp(builder) {
      await Promise.all(Object.values(builder.environments).map((environment) => builder.build(environment)));
    },
  },
});
