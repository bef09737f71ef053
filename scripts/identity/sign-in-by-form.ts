export type Credentials = { readonly email: string; readonly password: string; readonly name?: string };

export type Landing = {
  /** The address the sign-in page sent the browser back to. */
  readonly callback: string;
  /** What the app answered there; null where `follow` is off. */
  readonly status: number | null;
  readonly html: string | null;
};

const MAX_STEPS = 12;

/**
 * Does at the sign-in page what a browser does, by HTTP: follows, keeps cookies, fills in the form, and brings the answer
 * back to the app (unless `follow` is off). With a `name` it creates the account first.
 */
export async function answerSignInPage(
  url: string,
  { email, password, name }: Credentials,
  follow = true,
): Promise<Landing> {
  const issuer = new URL(url).origin;
  const cookies = new Map<string, string>();
  let next = new URL(url);
  let form: URLSearchParams | null = null;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (next.origin !== issuer) return land(next, follow);
    const response: Response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
      ...(form === null ? {} : { method: 'POST', body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = response.headers.get('location');
    if (location !== null) {
      await response.body?.cancel();
      next = new URL(location, next);
      form = null;
      continue;
    }
    const html = await response.text();
    const problem = /role="alert">([^<]*)</.exec(html)?.[1];
    if (problem !== undefined || form !== null || !next.pathname.startsWith('/interaction/')) {
      throw new Error(
        `The sign-in page says: ${problem ?? html.replace(/<style>.*<\/style>/s, '').replace(/<[^>]*>/g, ' ')}`,
      );
    }
    form = new URLSearchParams({ do: name === undefined ? 'login' : 'register', email, password, name: name ?? '' });
  }
  throw new Error('The sign-in page leads round in circles.');
}

async function land(callback: URL, follow: boolean): Promise<Landing> {
  if (!follow) return { callback: callback.href, status: null, html: null };
  const response = await fetch(callback, { redirect: 'manual' });
  return { callback: callback.href, status: response.status, html: await response.text() };
}
