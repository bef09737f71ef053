import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A desktop session of its own with an unlocked GNOME keyring in it: what an application asks its key of. */
export type Keyring = {
  /** For the application: the session's bus. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: ReadonlyArray<string>;
  close(): Promise<void>;
};

/** Why there can be no keyring here; null where there can. */
export function noKeyring(): string | null {
  if (process.platform !== 'linux') return 'the GNOME keyring exists on Linux only';
  for (const program of ['dbus-run-session', 'gnome-keyring-daemon']) {
    if (spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0) return `${program} is not installed`;
  }
  return null;
}

const SCRIPT = `
printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets > /dev/null
echo "bus $DBUS_SESSION_BUS_ADDRESS"
cat > /dev/null
`;

/** Starts one with keys of its own; it ends when its input does. */
export async function startKeyring(): Promise<Keyring> {
  const home = await mkdtemp(path.join(tmpdir(), 'conduktor-keyring-'));
  const runtime = await mkdtemp(path.join(tmpdir(), 'conduktor-runtime-'));
  const own = { HOME: home, XDG_DATA_HOME: path.join(home, 'data'), XDG_RUNTIME_DIR: runtime };
  const child = spawn('dbus-run-session', ['--', 'sh', '-c', SCRIPT], {
    env: { ...process.env, ...own, KEYRING_PASSWORD: 'password-of-the-keyring' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const bus = await busOf(child);
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: bus, XDG_CURRENT_DESKTOP: 'GNOME' },
    args: ['--password-store=gnome-libsecret'],
    close: () => {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.stdin?.end();
      return ended;
    },
  };
}

const START_LIMIT_MS = 20_000;

function busOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const limit = setTimeout(() => {
      child.kill();
      reject(new Error('The keyring did not start.'));
    }, START_LIMIT_MS);
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const bus = /^bus (.+)$/m.exec(text)?.[1];
      if (bus === undefined) return;
      clearTimeout(limit);
      resolve(bus);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error('The keyring ended.')));
  });
}
