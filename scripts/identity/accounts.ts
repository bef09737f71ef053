/** What the provider puts into the licence claim: see src/core/account/licence-claims.ts. Times in seconds since 1970. */
export type Licence = {
  readonly plan: 'free' | 'pro' | 'enterprise';
  readonly features?: ReadonlyArray<string>;
  readonly until?: number;
  readonly trial?: { readonly until: number };
  readonly devices?: number;
  readonly manage?: string;
};

export type Person = { readonly email: string; readonly name: string; readonly password: string };

/** Shown on the demo's sign-in page: it opens nothing but the demo. */
export const DEMO_ACCOUNT: Person = { email: 'demo@conduktor.io', name: 'Demo User', password: 'conduktor-demo' };

const TRIAL_DAYS = 14;

export type Accounts = {
  /** The reason where there can be no such account. */
  register(person: Person): string | null;
  check(email: string, password: string): boolean;
  find(email: string): Person | null;
  licenceOf(email: string): Licence;
  setLicence(email: string, licence: Licence): void;
};

/** In memory, so that nothing of a test or a demo stays. */
export function createAccounts(clock: () => number): Accounts {
  const people = new Map<string, { person: Person; licence: Licence }>();
  const keyOf = (email: string) => email.trim().toLowerCase();
  return {
    register(person) {
      if (!/^[^\s@]+@[^\s@]+$/.test(person.email)) return 'Please write an e-mail address.';
      if (person.password.length < 8) return 'A password needs at least 8 characters.';
      if (people.has(keyOf(person.email))) return 'There is an account with this e-mail already.';
      const until = Math.floor(clock() / 1000) + TRIAL_DAYS * 24 * 60 * 60;
      people.set(keyOf(person.email), { person, licence: { plan: 'free', trial: { until }, devices: 3 } });
      return null;
    },
    check: (email, password) => people.get(keyOf(email))?.person.password === password,
    find: (email) => people.get(keyOf(email))?.person ?? null,
    licenceOf: (email) => people.get(keyOf(email))?.licence ?? { plan: 'free' },
    setLicence(email, licence) {
      const entry = people.get(keyOf(email));
      if (entry !== undefined) people.set(keyOf(email), { ...entry, licence });
    },
  };
}
