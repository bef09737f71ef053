import type { Person } from './accounts.ts';

const STYLE = `
:root{color-scheme:light dark;--accent:#2a57d0;--line:color-mix(in srgb,CanvasText 22%,transparent)}
@media(prefers-color-scheme:dark){:root{--accent:#8eb0ff}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;font:15px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}
main{width:min(24rem,92vw);padding:2rem 0}h1{font-size:1.5rem;margin:0 0 1.25rem}
label{display:block;margin:0 0 .9rem}label span{display:block;font-size:.85rem;margin-bottom:.2rem}
input{width:100%;padding:.55rem .6rem;font:inherit;border:1px solid var(--line);border-radius:6px;background:Field;color:FieldText}
button{width:100%;padding:.6rem;font:inherit;font-weight:600;border:0;border-radius:6px;background:var(--accent);color:Canvas;cursor:pointer}
.or{margin:1.25rem 0 0;text-align:center}.demo{margin:1.5rem 0 0;padding:.8rem 1rem;border:1px dashed var(--line);border-radius:6px;font-size:.9rem}
code{font-family:ui-monospace,monospace}[role=alert]{color:#b42318;margin:0 0 1rem}@media(prefers-color-scheme:dark){[role=alert]{color:#ff8f85}}a{color:var(--accent)}`;

export type FormPage = {
  readonly kind: 'login' | 'register';
  readonly uid: string;
  /** What was wrong with the last try. */
  readonly problem: string | null;
  readonly email: string;
  readonly demo: Person | null;
};

export function formPage({ kind, uid, problem, email, demo }: FormPage): string {
  const isNew = kind === 'register';
  const title = isNew ? 'Create your account' : 'Sign in to Conduktor';
  const other = isNew
    ? `Already have an account? <a href="/interaction/${uid}?page=login">Sign in</a>`
    : `New here? <a href="/interaction/${uid}?page=register">Create an account</a>`;
  const name = isNew
    ? '<label><span>Name</span><input name="name" autocomplete="name" required autofocus></label>'
    : '';
  const hint =
    demo === null
      ? ''
      : `<p class="demo">This is the demo's own sign-in page, on this computer. An account is ready:<br>
<code>${escapeHtml(demo.email)}</code> with the password <code>${escapeHtml(demo.password)}</code></p>`;
  return page(
    title,
    `<h1>${title}</h1>${problem === null ? '' : `<p role="alert">${escapeHtml(problem)}</p>`}
<form method="post" action="/interaction/${uid}"><input type="hidden" name="do" value="${kind}">${name}
<label><span>E-mail</span><input name="email" type="email" autocomplete="username" required${isNew ? '' : ' autofocus'} value="${escapeHtml(email)}"></label>
<label><span>Password</span><input name="password" type="password" autocomplete="${isNew ? 'new-password' : 'current-password'}" required minlength="8"></label>
<button>${isNew ? 'Create account' : 'Sign in'}</button></form><p class="or">${other}</p>${hint}`,
  );
}

export function messagePage(title: string, text: string): string {
  return page(title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
