/**
 * Links that lead into the app: what one asks for is shown, and opened only when the user agrees. May touch: shared, app,
 * ui, state.
 */
export { LinkDialog } from './link-dialog.tsx';
