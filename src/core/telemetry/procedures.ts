import type { Implementer } from '../guard/index.ts';
import type { Telemetry } from './service.ts';

/** The `telemetry` part of the contract. */
export function telemetryProcedures(os: Implementer, telemetry: Telemetry) {
  return {
    info: os.telemetry.info.handler(() => telemetry.info()),
    setConsent: os.telemetry.setConsent.handler(({ input }) => telemetry.setConsent(input)),
    newId: os.telemetry.newId.handler(() => telemetry.newId()),
    note: os.telemetry.note.handler(({ input }) => telemetry.note(input.event)),
  };
}
