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

/** How secrets are kept: each change answers with how it is afterwards. */
export function secretStoreProcedures(os: Implementer, { secretKeeper: keeper }: Settings) {
  return {
    status: os.secretStore.status.handler(() => keeper.status()),
    unlock: os.secretStore.unlock.handler(async ({ input }) => {
      await keeper.unlock(input.passphrase);
      return keeper.status();
    }),
    createPassphrase: os.secretStore.createPassphrase.handler(async ({ input }) => {
      await keeper.createPassphrase(input.passphrase);
      return keeper.status();
    }),
    changePassphrase: os.secretStore.changePassphrase.handler(async ({ input }) => {
      await keeper.changePassphrase(input.current, input.next);
      return keeper.status();
    }),
    chooseSession: os.secretStore.chooseSession.handler(async () => {
      await keeper.chooseSession();
      return keeper.status();
    }),
    forget: os.secretStore.forget.handler(async () => {
      await keeper.forget();
      return keeper.status();
    }),
  };
}
