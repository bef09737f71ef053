import type { App } from 'electron';

/**
 * What Chromium would ask the internet by itself: updates of its components, dictionaries for spelling, certificate and
 * reliability reports, guesses at the next page's names. The page needs none of it, and nobody asked for it.
 */
const SWITCHES: ReadonlyArray<string> = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'disable-client-side-phishing-detection',
  'disable-sync',
  'dns-prefetch-disable',
  'no-pings',
];
const FEATURES: ReadonlyArray<string> = [
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'Translate',
];

/** Call before Electron is ready: before the first session is made. */
export function quietChromium(app: Pick<App, 'commandLine' | 'on'>): void {
  for (const name of SWITCHES) app.commandLine.appendSwitch(name);
  app.commandLine.appendSwitch('disable-features', FEATURES.join(','));
  app.on('session-created', (session) => {
    // `spellcheck: false` of a window comes too late: a session fetches the dictionary of the system's language at once.
    session.setSpellCheckerEnabled(false);
    session.setSpellCheckerLanguages([]);
  });
}
