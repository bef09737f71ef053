/** Mail to support: the form, the mail as it will leave, the ways out. May touch app/, ui/, state/ and shared. */
export { SupportDialog } from './support-dialog.tsx';
