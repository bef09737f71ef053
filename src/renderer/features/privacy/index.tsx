/** What the product promises about data, with the tests behind each promise and the facts of this computer. May touch: shared, app, ui. */
export { Privacy } from './privacy.tsx';
