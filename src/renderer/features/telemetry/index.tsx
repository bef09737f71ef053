/** Usage and error reports: the one checkbox, and the page that says what is sent. May touch app/, ui/, state/ and shared. */
export { Consent } from './consent.tsx';
export { Reports } from './reports.tsx';
