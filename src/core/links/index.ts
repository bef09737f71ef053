/**
 * The links room: what the system hands over as `conduktor://…`, judged before the page hears of it. It only names a
 * target; opening it is the user's. May touch: shared, and the guard's `Implementer`.
 */
export { createLinkInbox, type LinkInbox } from './inbox.ts';
export { linksProcedures } from './procedures.ts';
