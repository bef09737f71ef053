import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { contentSecurityPolicy } from '../../src/core/page/index.ts';
import { badUrls, permissionKinds, traversalUrls, vectors } from '../support/shell-attacks.ts';
import { expect, test } from './fixtures.ts';

/** RELIABILITY.md, checks 1 to 7, in the app as it runs (also packed). Each has a twin: the same check where it must fail. */

/** Dangerous settings of a window. */
function weaknesses(preferences: Readonly<Record<string, unknown>>): ReadonlyArray<string> {
  const wanted = {
    ...{ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false },
    ...{ nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, allowRunningInsecureContent: false },
    ...{ experimentalFeatures: false },
  };
  return Object.entries(wanted).flatMap(([name, value]) =>
    preferences[name] === value || (value === false && preferences[name] === undefined) ? [] : [name],
  );
}

async function preferencesOfAll(electron: ElectronApplication | null) {
  const all = await electron?.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((contents) =>
        (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences(),
      ),
  );
  return all ?? [];
}

test('no window has a weak setting, and the check sees one that has @securityTest web-preferences', async ({
  launch,
}) => {
  const { electron } = await launch();
  const all = await preferencesOfAll(electron);
  expect(all.length).toBe(1);
  expect(all.map(weaknesses)).toEqual([[]]);
  // The twin: a window made carelessly.
  await electron?.evaluate(({ BrowserWindow }) => {
    const careless = new BrowserWindow({
      show: false,
      webPreferences: { sandbox: false, nodeIntegration: true, contextIsolation: false, webviewTag: true },
    });
    (globalThis as { careless?: unknown }).careless = careless;
  });
  const found = (await preferencesOfAll(electron)).map(weaknesses);
  expect(found.flat().sort()).toEqual(['contextIsolation', 'nodeIntegration', 'sandbox', 'webviewTag']);
});

test('the page comes with the strict policy, and 200 addresses lead to no file outside it @securityTest page-traversal', async ({
  launch,
}) => {
  const { page } = await launch();
  const read = (urls: ReadonlyArray<string>) =>
    page.evaluate(async (list) => {
      const answers: Array<readonly [string, number, string]> = [];
      for (const url of list) {
        const response = await fetch(url).catch(() => null);
        if (response === null) continue;
        answers.push([url, response.status, response.status === 200 ? await response.text() : '']);
      }
      return answers;
    }, urls);
  const urls = traversalUrls();
  expect(urls.length).toBeGreaterThanOrEqual(200);
  const index = await page.evaluate(async () => (await fetch('app://conduktor/')).text());
  const outside = (await read(urls)).filter(([, status, text]) => status === 200 && text !== index);
  expect(outside.map(([url]) => url)).toEqual([]);
  const policy = await page.evaluate(async () =>
    (await fetch('app://conduktor/')).headers.get('content-security-policy'),
  );
  expect(policy).toBe(contentSecurityPolicy());
  expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
  // The twin: a file that is there is found by the same reading.
  expect((await read(['app://conduktor/icon.png'])).map(([, status]) => status)).toEqual([200]);
});

/** Windows, frames and addresses after somebody tried. */
async function places(page: Page, electron: ElectronApplication | null) {
  const windows = await electron?.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getURL()),
  );
  return { url: page.url(), windows, frames: page.frames().length };
}

test('99 ways to navigate or open a window lead nowhere @securityTest no-windows-no-navigation', async ({ launch }) => {
  const { page, electron } = await launch();
  await stubDialogs(electron);
  const home = await places(page, electron);
  const all = vectors();
  expect(all.length).toBeGreaterThanOrEqual(50);
  const moved: string[] = [];
  /** To about:blank Chromium goes without asking: the app brings the window back, which takes a moment. */
  const isHome = async () => {
    for (let tries = 0; tries < 40; tries++) {
      if (JSON.stringify(await places(page, electron).catch(() => null)) === JSON.stringify(home)) return true;
      await page.waitForTimeout(50);
    }
    return false;
  };
  for (const { name, script } of all) {
    await page.evaluate(script).catch(() => undefined);
    await page.waitForTimeout(30);
    if (await isHome()) continue;
    // From another page the rest would say nothing.
    moved.push(name);
    break;
  }
  await page.waitForTimeout(300);
  expect(moved).toEqual([]);
  expect(await places(page, electron)).toEqual(home);
  // The twin: a window without our handlers is carried away by the first of them.
  const carried = await electron?.evaluate(async ({ BrowserWindow }) => {
    const plain = new BrowserWindow({ show: false });
    await plain.loadURL('data:text/html,before');
    plain.webContents.removeAllListeners('will-navigate');
    plain.webContents.removeAllListeners('will-frame-navigate');
    await plain.webContents.executeJavaScript("location.href = 'about:blank#after'; 1");
    await new Promise((resolve) => setTimeout(resolve, 300));
    return plain.webContents.getURL();
  });
  expect(carried).toBe('about:blank#after');
});

type Asked = { readonly shown: string[]; readonly opened: string[] };

/** The person presses Open in every question; what would be opened is written down. */
async function stubDialogs(electron: ElectronApplication | null): Promise<void> {
  await electron?.evaluate(({ dialog, shell }) => {
    const asked: Asked = { shown: [], opened: [] };
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = ((_window: unknown, { message, detail }: { message: string; detail: string }) => {
      asked.shown.push(`${message} ${detail}`);
      return Promise.resolve({ response: 0, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
    shell.openExternal = (url) => Promise.resolve(void asked.opened.push(url));
  });
}

test('100 bad addresses are never opened; a good one is, after its host was shown @securityTest open-external', async ({
  launch,
}) => {
  const { page, electron } = await launch();
  await stubDialogs(electron);
  const asked = () => electron?.evaluate(() => (globalThis as unknown as { asked: Asked }).asked);
  const open = (urls: ReadonlyArray<string>) =>
    page.evaluate((list) => {
      for (const url of list) {
        try {
          window.open(url);
        } catch {
          // Some are no addresses at all.
        }
      }
    }, urls);
  const bad = badUrls();
  expect(bad.length).toBeGreaterThanOrEqual(100);
  await open(bad);
  await page.waitForTimeout(500);
  expect((await asked())?.opened.filter((url) => !isPlain(url))).toEqual([]);
  const before = (await asked())?.opened.length ?? 0;
  // The twin: an honest address goes through the same door, with its host in the question.
  await open(['https://docs.conduktor.io/x']);
  await expect.poll(async () => (await asked())?.opened.length).toBe(before + 1);
  expect((await asked())?.opened.at(-1)).toBe('https://docs.conduktor.io/x');
  expect((await asked())?.shown.at(-1)).toContain('docs.conduktor.io');
});

/**
 * A page's URL parser repairs some bad texts before the app hears of them (a line break goes, a full-width letter becomes
 * its plain one). What is opened then is an ordinary address, whose host was shown.
 */
function isPlain(url: string): boolean {
  return /^https:\/\/conduktor\.io\//.test(url);
}

test('20 kinds of permission are refused, whoever asks @securityTest permissions', async ({ launch }) => {
  const { page, electron } = await launch();
  const kinds = permissionKinds();
  expect(kinds.length).toBeGreaterThanOrEqual(20);
  const granted = await page.evaluate(async () => {
    const tries: Record<string, () => Promise<unknown>> = {
      geolocation: () =>
        new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, { timeout: 500 })),
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia(),
      notifications: async () =>
        (await Notification.requestPermission()) === 'granted' ? true : Promise.reject(new Error('no')),
      midi: () =>
        (navigator as unknown as { requestMIDIAccess(options: object): Promise<unknown> }).requestMIDIAccess({
          sysex: true,
        }),
      clipboard: () => navigator.clipboard.readText(),
      usb: () =>
        (navigator as unknown as { usb: { requestDevice(options: object): Promise<unknown> } }).usb.requestDevice({
          filters: [],
        }),
      serial: () => (navigator as unknown as { serial: { requestPort(): Promise<unknown> } }).serial.requestPort(),
      hid: async () => {
        const devices = await (
          navigator as unknown as { hid: { requestDevice(options: object): Promise<unknown[]> } }
        ).hid.requestDevice({ filters: [] });
        if (devices.length === 0) throw new Error('none');
      },
      idle: () =>
        (
          globalThis as unknown as { IdleDetector: { requestPermission(): Promise<string> } }
        ).IdleDetector.requestPermission().then((state) =>
          state === 'granted' ? true : Promise.reject(new Error('no')),
        ),
    };
    const open: string[] = [];
    for (const [name, attempt] of Object.entries(tries)) {
      const limit = new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), 1500));
      await Promise.race([attempt(), limit]).then(
        () => open.push(name),
        () => undefined,
      );
    }
    return open;
  });
  expect(granted).toEqual([]);
  // Every kind there is, asked of the session itself as Chromium asks it.
  const byName = await electron?.evaluate(async ({ BrowserWindow }, names) => {
    const [window] = BrowserWindow.getAllWindows();
    const states: string[] = [];
    for (const name of names) {
      const script = `navigator.permissions.query({ name: ${JSON.stringify(name)} }).then((s) => s.state, () => 'unknown')`;
      states.push(`${name} ${String(await window?.webContents.executeJavaScript(script))}`);
    }
    return states;
  }, kinds);
  expect(byName?.filter((line) => line.endsWith(' granted'))).toEqual([]);
  // The twin: the one thing that is allowed is seen as granted by the same question.
  expect(await page.evaluate(() => navigator.clipboard.writeText('x').then(() => 'granted', String))).toBe('granted');
});

test('a page in our session reaches no network, whatever its policy @securityTest page-reaches-no-network', async ({
  launch,
}) => {
  const { electron } = await launch();
  const reasons = await electron?.evaluate(async ({ BrowserWindow, session }) => {
    // Nobody listens there; a port that Chromium itself would not refuse.
    const target = 'http://127.0.0.1:18999/x.png';
    const found: string[] = [];
    // A page without our policy: the session alone refuses. The twin is one in a session of its own, which does ask.
    for (const partition of [undefined, 'careless']) {
      const own = partition === undefined ? session.defaultSession : session.fromPartition(partition);
      own.webRequest.onErrorOccurred((details) => void found.push(details.error));
      const window = new BrowserWindow({ show: false, webPreferences: partition === undefined ? {} : { partition } });
      await window.loadURL('data:text/html,x');
      const script = `new Promise((resolve) => { const image = new Image(); image.onerror = image.onload = () => resolve(1); image.src = '${target}'; })`;
      await window.webContents.executeJavaScript(script);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return found;
  });
  expect(reasons).toEqual(['net::ERR_BLOCKED_BY_CLIENT', 'net::ERR_CONNECTION_REFUSED']);
});

test('a frame, a foreign page, developer tools and a window that is gone get no port, and it is written down @securityTest ipc-sender', async ({
  launch,
  configFolder,
}) => {
  const { page, electron } = await launch();
  await expect(page.getByText('No clusters yet')).toBeVisible();
  const ports = await electron?.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const [own] = BrowserWindow.getAllWindows();
    if (own === undefined) throw new Error('no window');
    let given = 0;
    const knock = (sender: object, frame: object | null) => {
      const event = { sender, senderFrame: frame === null ? null : { postMessage: () => (given += 1), ...frame } };
      ipcMain.emit('rpc:connect', event);
    };
    const foreign = new BrowserWindow({ show: false });
    await foreign.loadURL('data:text/html,x');
    const contents = own.webContents;
    knock(contents, { url: 'app://conduktor/', parent: contents.mainFrame });
    knock(contents, { url: 'https://evil.example/', parent: null });
    knock(contents, { url: 'devtools://devtools/bundled/x', parent: null });
    knock(contents, null);
    ipcMain.emit('rpc:connect', { sender: foreign.webContents, senderFrame: foreign.webContents.mainFrame });
    const gone = foreign.webContents;
    foreign.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    ipcMain.emit('rpc:connect', { sender: { isDestroyed: () => true, mainFrame: null }, senderFrame: null });
    ipcMain.emit('rpc:connect', { sender: gone.isDestroyed() ? { isDestroyed: () => true } : gone, senderFrame: null });
    return given;
  });
  expect(ports).toBe(0);
  await expect
    .poll(
      () =>
        readFileSync(path.join(configFolder, 'conduktor.log'), 'utf8')
          .split('\n')
          .filter((line) => line.includes('page.refused')).length,
    )
    .toBeGreaterThanOrEqual(7);
  // The twin: our own page, asking again, is given one.
  const again = await page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        window.addEventListener('message', (event) => event.data === 'rpc:port' && resolve(event.ports.length === 1), {
          once: true,
        });
        (window as unknown as { desktop: { connect(): void } }).desktop.connect();
      }),
  );
  expect(again).toBe(true);
});

test('hostile messages on the real port are refused, and the app goes on @securityTest ipc-fuzz', async ({
  launch,
}) => {
  const { page, electron } = await launch();
  await electron?.evaluate(() => {
    const unhandled: string[] = [];
    Object.assign(globalThis, { unhandled });
    process.on('unhandledRejection', (reason) => unhandled.push(String(reason)));
  });
  const outcome = await page.evaluate(async () => {
    const port = await new Promise<MessagePort>((resolve) => {
      window.addEventListener(
        'message',
        (event) => event.data === 'rpc:port' && event.ports[0] !== undefined && resolve(event.ports[0]),
        { once: true },
      );
      (window as unknown as { desktop: { connect(): void } }).desktop.connect();
    });
    const answers: string[] = [];
    port.onmessage = ({ data }) => answers.push(String(data));
    const cycle: Record<string, unknown> = { i: '1' };
    cycle['p'] = cycle;
    const deep = '['.repeat(5000) + ']'.repeat(5000);
    const huge = JSON.stringify('x'.repeat(10 * 1024 * 1024));
    const bodies = [
      'null',
      '7',
      '"x"',
      '[]',
      '{"__proto__":{"polluted":1}}',
      deep,
      huge,
      '{"clusterId":null}',
      '{"clusterId":{"a":1}}',
    ];
    const paths = [
      '/app/info',
      '/app/savePreferences',
      '/clusters/list',
      '/clusters/create',
      '/records/open',
      '/filters/check',
      '/results/query',
      '/exports/start',
      '/nothing/here',
    ];
    for (const frame of [undefined, null, 7, NaN, {}, [], cycle, new Uint8Array(9), new Map(), '', '{', deep])
      port.postMessage(frame);
    let sent = 0;
    for (const path of paths) {
      for (const body of bodies) {
        sent += 1;
        port.postMessage(`{"i":"${sent}","p":{"u":"${path}","b":{"json":${body}}}}`);
      }
    }
    for (let tries = 0; tries < 200 && answers.length < sent; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const internal = answers.filter((text) => text.includes('"INTERNAL"') || text.includes('INTERNAL_SERVER_ERROR'));
    return { sent, answered: answers.length, internal };
  });
  expect(outcome.internal).toEqual([]);
  expect(outcome.answered).toBeGreaterThanOrEqual(outcome.sent);
  expect(await electron?.evaluate(() => (globalThis as unknown as { unhandled: string[] }).unhandled)).toEqual([]);
  // The page goes on as if nothing had been.
  await page.getByRole('button', { name: 'New cluster' }).click();
  await expect(page.getByRole('dialog', { name: 'New cluster' })).toBeVisible();
});
