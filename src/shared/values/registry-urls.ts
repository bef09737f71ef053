/** Addresses of a Schema Registry as a form has them: one, or several with commas between, asked in turn. */
export type RegistryUrls = {
  /** Without credentials, without a slash at the end. */
  readonly urls: ReadonlyArray<string>;
  /** What stood before an `@`: it belongs into fields of its own, one of which is a secret. */
  readonly username: string;
  readonly password: string;
  /** What is wrong with the text, one sentence; null where nothing is. Never repeats the text, which may hold a password. */
  readonly problem: string | null;
};

const MAX_URLS = 20;

export function parseRegistryUrls(text: string): RegistryUrls {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const urls: string[] = [];
  let username = '';
  let password = '';
  const wrong = (problem: string): RegistryUrls => ({ urls: [], username: '', password: '', problem });
  if (parts.length > MAX_URLS) return wrong(`At most ${MAX_URLS} addresses.`);
  for (const part of parts) {
    const url = parse(part);
    if (url === null || !/^https?:\/\/./i.test(part)) return wrong('An address begins with http:// or https://.');
    if (url.search !== '' || url.hash !== '') return wrong('An address has no ? and no #.');
    if (url.username !== '' || url.password !== '') {
      const [user, secret] = [decoded(url.username), decoded(url.password)];
      if (username !== '' && (user !== username || secret !== password)) {
        return wrong('All addresses take the same user and password.');
      }
      [username, password] = [user, secret];
    }
    urls.push(`${url.protocol}//${url.host}${url.pathname}`.replace(/\/+$/, ''));
  }
  return { urls, username, password, problem: null };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text; // A lone %: taken as it stands.
    throw error;
  }
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
