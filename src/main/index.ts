/**
 * The desktop host: windows, menu, the page's scheme, permissions, the key store. May touch: electron, core (by app.ts
 * and the doors of its rooms), shared. Holds no logic: window and page first, then the core behind them.
 */
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import { configFolder } from '../core/settings/config-folder.ts';
import { runDesktop } from './desktop.ts';
import { registerPageScheme } from './page-protocol.ts';
import { quietChromium } from './quiet-chromium.ts';

const env = process.env;
const folder = env['CONDUKTOR_CONFIG_DIR'] ?? configFolder({ platform: process.platform, home: homedir(), env });

// Electron keeps its own files apart from ours; one folder, one running app.
app.setPath('userData', path.join(folder, 'electron'));

if (app.requestSingleInstanceLock()) {
  quietChromium(app);
  registerPageScheme();
  runDesktop({
    dist: path.join(import.meta.dirname, '..'),
    configFolder: folder,
    logFolder: env['CONDUKTOR_LOG_DIR'] ?? tmpdir(),
    env,
  });
} else {
  app.quit();
}
