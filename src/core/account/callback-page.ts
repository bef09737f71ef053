import { PRODUCT } from '../../shared/product.ts';

/** What the browser shows after the sign-in page sent it back. */
export type CallbackPage = { readonly status: number; readonly html: string };

type Kind = 'done' | 'failed' | 'bad' | 'used' | 'not-found';

const TEXTS: Readonly<Record<Kind, { readonly status: number; readonly title: string; readonly text: string }>> = {
  done: { status: 200, title: 'You are signed in', text: `Close this tab and go back to ${PRODUCT.name}.` },
  failed: {
    status: 400,
    title: 'The sign-in did not work',
    text: `${PRODUCT.name} says why. Close this tab and go back to it.`,
  },
  bad: {
    status: 400,
    title: 'This is not the answer that was waited for',
    text: `It belongs to another sign-in, or something changed it on the way. Nothing was done with it. If you are signing in, go on in the tab that ${PRODUCT.name} opened.`,
  },
  used: {
    status: 409,
    title: 'This sign-in is already over',
    text: `An answer counts once. If you are not signed in, start again in ${PRODUCT.name}.`,
  },
  'not-found': { status: 404, title: 'There is nothing here', text: `Go back to ${PRODUCT.name}.` },
};

/** Nothing is loaded, run, kept or told to anybody: the address holds the code. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
} as const;

const STYLE = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;
font:15px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}
main{max-width:26rem;padding:2rem;text-align:center}h1{font-size:1.3rem;margin:0 0 .5rem}p{margin:0;opacity:.8}`;

/** Made of our own words only: nothing that came in is repeated. */
export function callbackPage(kind: Kind): CallbackPage {
  const { status, title, text } = TEXTS[kind];
  const head = `<meta charset="utf-8"><title>${title} – ${PRODUCT.name}</title><style>${STYLE}</style>`;
  return {
    status,
    html: `<!doctype html><html lang="en"><head>${head}</head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`,
  };
}
