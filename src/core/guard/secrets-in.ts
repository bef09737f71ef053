import { Secret } from '../../shared/values/secret.ts';

/** Deeper than any input of the contract goes. */
const MAX_DEPTH = 8;

/** Every secret in a validated input: what is typed into a form may turn up in an error before it is stored anywhere. */
export function secretsIn(input: unknown, depth = 0): Secret[] {
  if (input instanceof Secret) return [input];
  if (typeof input !== 'object' || input === null || depth >= MAX_DEPTH) return [];
  return Object.values(input).flatMap((value) => secretsIn(value, depth + 1));
}
