import { z } from 'zod';
import { Secret } from '../../shared/values/secret.ts';
import type { ProductSecrets } from '../settings/index.ts';

const Stored = z.object({
  issuer: z.string(),
  clientId: z.string(),
  access: z.string(),
  refresh: z.string().nullable(),
  id: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  checkedAt: z.number(),
});

/** Somebody signed in: the tokens, and what is known of the person. */
export type Session = {
  readonly issuer: string;
  readonly clientId: string;
  readonly access: Secret;
  readonly refresh: Secret | null;
  readonly id: Secret | null;
  readonly name: string | null;
  readonly email: string | null;
  /** When the issuer gave these tokens. Milliseconds since 1970. */
  readonly checkedAt: number;
};

/** The session in the secret box. */
export type SessionStore = {
  read(): Promise<Session | null>;
  /** As another instance may have left it. */
  readAgain(): Promise<Session | null>;
  write(session: Session): Promise<void>;
  remove(): Promise<void>;
};

export function createSessionStore(secrets: ProductSecrets, onSecret: (secret: Secret) => void): SessionStore {
  const taken = (secret: Secret | null): Session | null => {
    const session = secret === null ? null : parse(secret);
    if (session !== null) learn(session);
    return session;
  };
  /** Each token by itself, too: the log masks it wherever it turns up. */
  function learn({ access, refresh, id }: Session): void {
    for (const token of [access, refresh, id]) if (token !== null) onSecret(token);
  }
  return {
    read: async () => taken(await secrets.read('account')),
    readAgain: async () => taken(await secrets.readAgain('account')),
    async write(session) {
      learn(session);
      await secrets.write('account', new Secret(serialize(session)));
    },
    remove: () => secrets.remove('account'),
  };
}

function parse(secret: Secret): Session | null {
  try {
    const stored = Stored.safeParse(JSON.parse(secret.reveal()));
    if (!stored.success) return null;
    const { access, refresh, id, ...facts } = stored.data;
    const secretOf = (text: string | null): Secret | null => (text === null ? null : new Secret(text));
    return { ...facts, access: new Secret(access), refresh: secretOf(refresh), id: secretOf(id) };
  } catch {
    return null; // Damaged: as good as none, and signing in again makes a new one.
  }
}

function serialize({ access, refresh, id, ...facts }: Session): string {
  return JSON.stringify({
    ...facts,
    access: access.reveal(),
    refresh: refresh?.reveal() ?? null,
    id: id?.reveal() ?? null,
  });
}
