import type { Implementer } from '../guard/index.ts';
import type { Updates } from './updates.ts';

export function updatesProcedures(os: Implementer, updates: Updates) {
  return {
    status: os.updates.status.handler(() => updates.status()),
    check: os.updates.check.handler(() => updates.check()),
    download: os.updates.download.handler(() => updates.download()),
    cancel: os.updates.cancel.handler(() => updates.cancel()),
    setAutomatic: os.updates.setAutomatic.handler(({ input }) => updates.setAutomatic(input.isAutomatic)),
  };
}
