/** General settings: how the product looks and shows time. May touch: shared, app, ui, state. */
export { General } from './general.tsx';
