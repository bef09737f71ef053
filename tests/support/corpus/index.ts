/**
 * The hostile corpus (RELIABILITY 10–19): records made to crash, hang, fool or take over whoever shows them. Every test
 * that says "hostile" reads the same ones, from a seed that it prints; HOSTILE_SEED brings a run back.
 */
import { binaries } from './binaries.ts';
import { Dice } from './dice.ts';
import { formulas } from './formulas.ts';
import { jsons } from './jsons.ts';
import { valueRecord, type HostileRecord } from './record.ts';
import { scripts } from './scripts.ts';
import { shapes } from './shapes.ts';
import { texts } from './texts.ts';

export { Dice, newSeed } from './dice.ts';
export { FORMULA_TEXTS } from './formulas.ts';
export { largeValues } from './jsons.ts';
export type { HostileRecord } from './record.ts';
export { XSS_TEXTS } from './scripts.ts';

/** Larger ones would fill a broker when they are crossed with each other; alone they are in the corpus as they are. */
const CROSSED_AT_MOST = 2_000;

/** All known ones, then `count` in sum by crossing them with each other. */
export function hostileCorpus(seed: number, count = 10_000): HostileRecord[] {
  const dice = new Dice(seed);
  const known = [...shapes(dice), ...texts(), ...jsons(), ...scripts(), ...formulas(), ...binaries(dice)];
  const small = known.filter((record) => (record.value?.length ?? 0) < CROSSED_AT_MOST);
  const all = [...known];
  while (all.length < count) all.push(crossed(dice, small, all.length));
  return all;
}

/** Of two records one: cut, spliced, wrapped, repeated or damaged. */
function crossed(dice: Dice, from: ReadonlyArray<HostileRecord>, number: number): HostileRecord {
  const [one, other] = [dice.pick(from), dice.pick(from)];
  const [left, right] = [one.value ?? Buffer.alloc(0), other.value ?? Buffer.alloc(0)];
  const ways: ReadonlyArray<() => Buffer> = [
    () => Buffer.concat([left, right]),
    () => Buffer.concat([left.subarray(0, dice.below(left.length + 1)), right]),
    () => left.subarray(dice.below(left.length + 1)),
    () => Buffer.concat([Buffer.from('{"a":'), left, Buffer.from('}')]),
    () => Buffer.concat([Buffer.from('["'), right, Buffer.from('"]')]),
    () => Buffer.from(JSON.stringify({ [left.toString('latin1')]: right.toString('utf8') })),
    () => Buffer.concat(Array.from({ length: 1 + dice.below(20) }, () => left)),
    () => damaged(dice, left),
    () => Buffer.concat([Buffer.from([0, 0, 0, 0, dice.below(256)]), left]),
    () => dice.bytes(dice.below(500)),
  ];
  const record = valueRecord(`crossed ${number}: ${one.name} × ${other.name}`, dice.pick(ways)());
  return { ...record, key: dice.chance(2) ? one.key : other.value, headers: dice.chance(4) ? other.headers : [] };
}

function damaged(dice: Dice, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let hits = 1 + dice.below(5); hits > 0 && copy.length > 0; hits--)
    copy[dice.below(copy.length)] = dice.below(256);
  return copy;
}
