/**
 * The page's first script, kept tiny: it knocks at the core's door at once and fetches the application meanwhile, so the
 * frame of index.html is on screen before either is there.
 */
import { createRpc } from './app/rpc-start.ts';
import { paintRememberedTheme } from './ui/color-scheme.ts';

paintRememberedTheme(document.documentElement, window.localStorage);
const connection = createRpc(window);
void import('./app/start.tsx').then(({ start }) => {
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  start(root, connection);
});
