import { randomBytes } from 'node:crypto';

/**
 * Kinds of secrets, each with a text of its own. A new carrier takes one from here by name, or adds one; whatever is
 * here is searched for everywhere.
 */
const NAMES = [
  'password PLAIN',
  'password SCRAM-SHA-256',
  'password SCRAM-SHA-512',
  'password of a draft only tested',
  'password replaced by another',
  'key passphrase',
  'trust store password',
  'key store password',
  'registry password',
  'registry password in its address',
  'registry token',
  'registry key passphrase',
  'registry password of a draft only tested',
  'password in bootstrap servers',
  'JAAS password pasted',
  'JAAS SCRAM password pasted',
  'librdkafka password pasted',
  'key password pasted',
  'key store password pasted',
  'trust store password pasted',
  'basic auth of a registry pasted',
  'bearer token pasted',
  'OAuth client secret pasted',
  'unknown setting pasted',
  'box passphrase',
  'box passphrase, the next',
  'box passphrase, wrong',
  'export passphrase',
  'import passphrase, wrong',
  'password of an imported cluster',
  'password in the environment',
  'bearer token in an error',
  'cookie in an error',
  'proxy password in an error',
  'SMTP password in an error',
  'OAuth code in a callback',
  'refresh token in an answer',
  'licence in a file',
  'API key in a header',
  'secret in a URL query',
  'proxy password',
  'proxy password only tested',
  'SMTP password',
  'SMTP password only tested',
  'password in a bug',
  'password in a message to support',
] as const;
export type CanaryName = (typeof NAMES)[number] | KeyName;

/** Private keys: their whole body is the secret, every line of it. */
const KEYS = ['private key', 'registry private key', 'private key among certificates', 'private key pasted'] as const;
type KeyName = (typeof KEYS)[number];

export type Canaries = {
  /** What is to be typed, sent or thrown. */
  of(name: CanaryName): string;
  /** One that the product or a server made, found out afterwards. */
  add(name: string, text: string): void;
  /** What is to be searched for, by name. A private key counts by its lines. */
  readonly wanted: ReadonlyMap<string, string>;
  /** Kinds of secrets, a private key counted once. */
  count(): number;
  /** Of these, those that were taken from here or added. */
  used(): number;
};

/**
 * Every text is unlike every other, and written so that its escaped forms differ from it: a quote, a backslash, a blank,
 * a plus, a slash, a percent sign and a letter beyond ASCII.
 */
export function createCanaries(): Canaries {
  const texts = new Map<CanaryName, string>();
  const wanted = new Map<string, string>();
  const used = new Set<string>();
  let made = 0;
  for (const name of NAMES) {
    // A token or a key in a header or URL has no such characters; libraries refuse them before anything is sent.
    const isToken =
      /token|code|cookie|licence|API key|query|OAuth|pasted|in its address|bootstrap|environment|proxy password|SMTP password|in a bug/.test(
        name,
      );
    const text = isToken
      ? `cnry${randomBytes(12).toString('hex')}`
      : `cnry "q\\ +/%é${randomBytes(10).toString('hex')}`;
    texts.set(name, text);
    wanted.set(name, text);
  }
  for (const name of KEYS) {
    const lines = Array.from({ length: 3 }, () => randomBytes(48).toString('base64'));
    texts.set(name, `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`);
    for (const [index, line] of lines.entries()) wanted.set(`${name}, line ${index + 1}`, line);
  }
  return {
    of: (name) => {
      used.add(name);
      return texts.get(name) ?? '';
    },
    add: (name, text) => {
      wanted.set(name, text);
      made += 1;
    },
    wanted,
    count: () => texts.size + made,
    used: () => used.size + made,
  };
}
