/** The log of the app, as it stands on disk. May touch app/, ui/, state/ and shared. */
export { LogView } from './log-view.tsx';
