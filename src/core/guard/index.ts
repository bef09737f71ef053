/**
 * The guard: the one gate before every procedure (licence → role → read-only), and the door a page's messages pass
 * before they are read. May touch shared and @orpc/server; it
 * knows no room and no host. Rooms implement their part of the contract on the `Implementer` it makes.
 */
export {
  createImplementer,
  decide,
  type CallContext,
  type GuardPorts,
  type Implementer,
  type LicencePort,
} from './guard.ts';
export { pageDoor, readPageMessage, type PagePort } from './page-door.ts';
export { toAppError } from './to-app-error.ts';
