import type { Page } from '@playwright/test';
import type { OpenApp } from '../hosts.ts';

/** Keeps every title the window ever has: that of the page, and that of the system's window. */
export async function watchTitles({ page, electron }: OpenApp): Promise<void> {
  await page.evaluate(() => {
    const titles = [document.title];
    Object.assign(window, { titlesSeen: titles });
    new MutationObserver(() => titles.push(document.title)).observe(document.head, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  await electron?.evaluate(({ BrowserWindow }) => {
    const titles: string[] = [];
    Object.assign(globalThis, { titlesSeen: titles });
    for (const window of BrowserWindow.getAllWindows()) {
      titles.push(window.getTitle());
      window.on('page-title-updated', (_event, title) => titles.push(title));
    }
  });
}

/** What the page keeps beyond what it shows, by place. */
export async function pageKeeps({ page, electron }: OpenApp): Promise<ReadonlyArray<readonly [string, string]>> {
  const kept = await page.evaluate(async () => {
    const titles = (window as unknown as { titlesSeen?: string[] }).titlesSeen ?? [];
    const databases = await Promise.all((await indexedDB.databases()).map(({ name = '' }) => readDatabase(name)));
    const names = 'caches' in window ? await caches.keys().catch(() => []) : [];
    const cached = await Promise.all(names.map(readCache));
    return {
      'window titles': titles,
      addresses: [location.href, JSON.stringify(history.state), document.referrer],
      'local storage': Object.entries({ ...localStorage }).flat() as string[],
      'session storage': Object.entries({ ...sessionStorage }).flat() as string[],
      databases,
      'cache storage': cached,
      cookies: [document.cookie],
      'names of the page': [window.name],
    };

    async function readCache(name: string): Promise<string> {
      const cache = await caches.open(name);
      const answers = (await cache.matchAll()).map((answer) => answer.text());
      return [name, ...(await cache.keys()).map(({ url }) => url), ...(await Promise.all(answers))].join('\n');
    }
    function readDatabase(name: string): Promise<string> {
      return new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(new Error('The database does not open.'));
        opening.onsuccess = () => {
          const database = opening.result;
          const stores = [...database.objectStoreNames].map((store) => readStore(database, store));
          void Promise.all(stores).then((all) => {
            database.close();
            resolve([name, ...all].join('\n'));
          });
        };
      });
    }
    function readStore(database: IDBDatabase, store: string): Promise<string> {
      return new Promise((resolve) => {
        const all = database.transaction(store).objectStore(store).getAll();
        all.onsuccess = () => resolve(`${store} ${JSON.stringify(all.result)}`);
        all.onerror = () => resolve(store);
      });
    }
  });
  const places = Object.entries(kept).map(([place, texts]) => [place, texts.join('\n')] as const);
  const cookies = electron === null ? await page.context().cookies() : await electron.evaluate(cookiesOf);
  return [...places, ['cookies', JSON.stringify(cookies)], ['window titles', await nativeTitles(electron)]];
}

function cookiesOf({ session }: typeof import('electron')) {
  return session.defaultSession.cookies.get({});
}

async function nativeTitles(electron: OpenApp['electron']): Promise<string> {
  const titles = await electron?.evaluate(
    () => (globalThis as unknown as { titlesSeen?: string[] }).titlesSeen?.join('\n') ?? '',
  );
  return titles ?? '';
}

/** All the page has in it: its elements with their attributes, what is typed in each field, what a screen reader is told. */
export async function pageShows(page: Page): Promise<string> {
  const elements = await page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea, select')] as HTMLInputElement[];
    return [document.documentElement.outerHTML, ...fields.map(({ value }) => value)].join('\n');
  });
  return `${elements}\n${await page.locator('body').ariaSnapshot()}`;
}
