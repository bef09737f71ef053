/** New versions of the app: which one this is, asking for a newer one, fetching it. May touch: shared, app, ui. */
export { Updates } from './updates.tsx';
