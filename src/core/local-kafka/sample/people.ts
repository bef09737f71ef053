import type { Random } from './random.ts';

export type Person = { readonly id: number; readonly name: string; readonly country: string; readonly email: string };

export const FIRST_CUSTOMER = 10_001;
export const CUSTOMER_COUNT = 300;

const FIRST_NAMES = [
  'Ada',
  'Björn',
  'Chloé',
  'Dmitri',
  'Elif',
  'François',
  'Grace',
  'Hiroshi',
  'Inês',
  'José',
  'Linus',
  'Małgorzata',
  'Noor',
  'Siobhán',
  'Zoë',
  '美咲',
] as const;
const LAST_NAMES = [
  'Ångström',
  'Bauer',
  'Costa',
  'Dubois',
  'Eriksen',
  'García',
  'Hopper',
  'Ivanova',
  'Kowalska',
  'Lovelace',
  'Müller',
  'Nguyen',
  'O’Brien',
  'Tanaka',
  'Yılmaz',
] as const;
export const COUNTRIES = ['DE', 'ES', 'FR', 'GB', 'IE', 'JP', 'NO', 'PL', 'PT', 'SE', 'TR', 'US'] as const;

/** Customer number `index`, always the same person. */
export function person(index: number): Person {
  const first = FIRST_NAMES[(index * 7) % FIRST_NAMES.length] ?? 'Ada';
  const last = LAST_NAMES[(index * 11 + Math.floor(index / 16)) % LAST_NAMES.length] ?? 'Lovelace';
  const id = FIRST_CUSTOMER + index;
  const country = COUNTRIES[(index * 5) % COUNTRIES.length] ?? 'FR';
  return { id, name: `${first} ${last}`, country, email: `customer-${id}@shop.example` };
}

export function somebody(random: Random): Person {
  return person(random.below(CUSTOMER_COUNT));
}
