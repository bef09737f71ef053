import { spawn, type ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { OpenApp } from '../hosts.ts';
import type { ReportSink } from '../report-sink.ts';
import { APP_FOLDERS, type AppFolders } from './app-places.ts';

/** One secret in every kind of place, as a careless product would leave it: what the search must find. */
export async function plantEverywhere(
  app: OpenApp,
  secret: string,
  { sink, folders }: { readonly sink: ReportSink; readonly folders: AppFolders },
): Promise<{ readonly places: ReadonlyArray<string>; end(): void }> {
  await plantInPage(app, secret);
  await app.electron?.evaluate((_electron, text) => process.stderr.write(`${text}\n`), secret);
  await app.electron?.evaluate(({ clipboard }, text) => clipboard.writeText(text), secret);
  if (app.electron === null) await app.page.evaluate((text) => navigator.clipboard.writeText(text), secret);
  await fetch(`${sink.env['CONDUKTOR_GA_ENDPOINT'] ?? ''}/mp/collect`, { method: 'POST', body: secret });
  for (const name of APP_FOLDERS) await writeFile(path.join(folders.root, name, 'planted.txt'), secret);
  const child = careless(secret);
  const own = app.electron === null ? [] : ['output of the process'];
  return { places: [...PLACES, ...own].sort(), end: () => void child.kill('SIGKILL') };
}

/** Where a secret is looked for while the application runs. */
const PLACES = [
  'addresses',
  'analytics and error reports',
  'cache storage',
  'clipboard',
  'command lines',
  'console of the page',
  'cookies',
  'databases',
  'environments',
  'local storage',
  'names of the page',
  'page with no form open',
  'session storage',
  'window titles',
] as const;

/** A program that was given the secret on its command line and in its environment. */
function careless(secret: string): ChildProcess {
  const args = ['-e', 'setTimeout(() => {}, 60_000)', secret];
  return spawn(process.execPath, args, { env: { ...process.env, PLANTED: secret }, stdio: 'ignore' });
}

async function plantInPage({ page, electron }: OpenApp, secret: string): Promise<void> {
  await page.evaluate(async (text) => {
    const title = document.title;
    document.title = text;
    localStorage.setItem('planted', text);
    sessionStorage.setItem('planted', text);
    window.name = text;
    console.log(text); // eslint-disable-line no-console -- it is what is planted
    history.replaceState(text, '');
    const field = document.createElement('input');
    field.hidden = true;
    field.value = text; // Only a property: no element's text has it.
    document.body.append(field);
    await (await caches.open('planted')).put('https://planted.invalid/', new Response(text));
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('planted', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('store').put(text, 'planted');
      opening.onerror = () => reject(new Error('No database.'));
      opening.onsuccess = () => resolve(opening.result.close());
    });
    document.title = title; // A title that is gone again was seen all the same.
  }, secret);
  const cookie = { url: 'https://planted.invalid/', name: 'planted', value: encodeURIComponent(secret) };
  if (electron === null) await page.context().addCookies([cookie]);
  else await electron.evaluate(({ session }, planted) => session.defaultSession.cookies.set(planted), cookie);
}
