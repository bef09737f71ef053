import type { Implementer } from '../guard/index.ts';
import type { Support } from './service.ts';

/** The `support` part of the contract. */
export function supportProcedures(os: Implementer, support: Support) {
  return {
    info: os.support.info.handler(() => support.info()),
    capture: os.support.capture.handler(() => support.capture()),
    prepare: os.support.prepare.handler(({ input }) => support.prepare(input.form, input.way)),
    send: os.support.send.handler(({ input }) => support.send(input.id, input.draftId)),
    saveDraft: os.support.saveDraft.handler(({ input }) => support.saveDraft(input.id, input.form)),
    deleteDraft: os.support.deleteDraft.handler(({ input }) => support.deleteDraft(input.id)),
    saveSmtp: os.support.saveSmtp.handler(({ input }) => support.saveSmtp(input.server, input.password)),
    testSmtp: os.support.testSmtp.handler(({ input }) => support.testSmtp(input.server, input.password)),
  };
}
