/**
 * The console host: the same page and core, served to a browser on this computer. May touch: core (by app.ts and the
 * page room), shared, ws. Holds no logic: it listens, lets one browser in, and closes cleanly.
 */
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { RPCHandler } from '@orpc/server/ws';
import { createApp, type App } from '../core/app.ts';
import { configFolder, createSessionSecretBox } from '../core/settings/index.ts';
import { version } from '../../package.json';
import { startResultsProcess } from './results-process.ts';
import { startConsoleServer, type ConsoleServer } from './server.ts';

/** An app that cannot close in this time is ended anyway: a terminal must get its prompt back. */
const CLOSE_LIMIT_MS = 20_000;

async function start(env: NodeJS.ProcessEnv): Promise<void> {
  const app = await createApp({
    host: 'console',
    version,
    configFolder: env['CONDUKTOR_CONFIG_DIR'] ?? configFolder({ platform: process.platform, home: homedir(), env }),
    logFolder: env['CONDUKTOR_LOG_DIR'] ?? tmpdir(),
    secretBox: createSessionSecretBox('This host has no key store: passwords are kept until it stops.'),
    clock: Date.now,
    newId: () => crypto.randomUUID(),
    workerFile: (name) => path.join(import.meta.dirname, '..', name, 'index.cjs'),
    createResultsProcess: () => startResultsProcess(path.join(import.meta.dirname, '../results-worker/index.cjs')),
    home: homedir(),
    env,
  });
  const handler = new RPCHandler(app.router);
  const server = await startConsoleServer({
    pageRoot: path.join(import.meta.dirname, '../renderer'),
    port: Number(env['CONDUKTOR_PORT'] ?? 0),
    onPage: (socket) => void handler.upgrade(socket, { context: { caller: { kind: 'console', user: 'local' } } }),
    onError: (error) => process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`),
  });
  closeOnRequest(app, server);
  // One line of JSON: whoever started this host reads the address from it.
  process.stdout.write(`${JSON.stringify({ event: 'ready', url: server.url })}\n`);
}

function closeOnRequest(app: App, server: ConsoleServer): void {
  let isClosing = false;
  const close = () => {
    if (isClosing) return;
    isClosing = true;
    setTimeout(() => process.exit(1), CLOSE_LIMIT_MS).unref();
    server
      .close()
      .then(() => app.close())
      .then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
  // Started with a channel to a parent: when the parent is gone, so are we.
  process.on('disconnect', close);
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}

start(process.env).catch(fail);
