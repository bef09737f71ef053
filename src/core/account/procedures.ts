import type { Implementer } from '../guard/index.ts';
import type { Account } from './account.ts';

export function accountProcedures(os: Implementer, account: Account) {
  return {
    status: os.account.status.handler(() => account.status()),
    signIn: os.account.signIn.handler(({ input }) => account.signIn(input.create)),
    signInOutcome: os.account.signInOutcome.handler(({ input }) => account.signInOutcome(input.loginId, input.waitMs)),
    cancelSignIn: os.account.cancelSignIn.handler(({ input }) => account.cancelSignIn(input.loginId)),
    signOut: os.account.signOut.handler(() => account.signOut()),
    refresh: os.account.refresh.handler(() => account.refresh()),
    importLicence: os.account.importLicence.handler(({ input }) => account.importLicence(input.text)),
  };
}
