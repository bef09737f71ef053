import type { Implementer } from '../guard/index.ts';
import type { Settings } from './settings.ts';

/** The procedures of `app` that this room answers; `app.info` belongs to whoever knows version and host. */
export function settingsProcedures(os: Implementer, settings: Settings) {
  return {
    preferences: os.app.preferences.handler(() => settings.preferences.get()),
    savePreferences: os.app.savePreferences.handler(({ input }) => settings.preferences.save(input)),
    dismissNotice: os.app.dismissNotice.handler(({ input }) => settings.notices.dismiss(input.id)),
  };
}
