import { randomBytes, timingSafeEqual } from 'node:crypto';

export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Who may talk to the host: this address only, and only a browser that brought the one-time token. */
export type Access = {
  /** The token for the address that is printed; good for one exchange. */
  readonly token: string;
  /** Null where the request is addressed to us, else why it is refused. */
  refusal(headers: RequestHeaders): string | null;
  /** The Set-Cookie value that the token buys; null where it is wrong or was used. */
  exchange(token: string): string | null;
  hasSession(headers: RequestHeaders): boolean;
};

/** Access for one run of the host on `port`. */
export function createAccess(port: number, random: (bytes: number) => Buffer = randomBytes): Access {
  const host = `127.0.0.1:${port}`;
  // Browsers share cookies between ports of one address: the name keeps two hosts apart.
  const cookieName = `conduktor_${port}`;
  const token = random(32).toString('base64url');
  const session = random(32).toString('base64url');
  let isSpent = false;
  return {
    token,
    refusal(headers) {
      // A foreign name in Host is how a web page reaches 127.0.0.1 through its own DNS (rebinding).
      if (headers['host'] !== host) return 'This address is not served here.';
      const origin = headers['origin'];
      if (origin !== undefined && origin !== `http://${host}`) return 'Another site may not use this host.';
      return null;
    },
    exchange(candidate) {
      if (isSpent || !isSame(candidate, token)) return null;
      isSpent = true;
      return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    hasSession(headers) {
      const value = cookieValue(headers['cookie'], cookieName);
      return value !== null && isSame(value, session);
    },
  };
}

function isSame(candidate: string, expected: string): boolean {
  const left = Buffer.from(candidate);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}

function cookieValue(header: string | string[] | undefined, name: string): string | null {
  if (typeof header !== 'string') return null;
  for (const pair of header.split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}
