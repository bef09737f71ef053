import { expect, it } from 'vitest';
import { AnswerAssembler } from './whole-answers.ts';

function framed(size: number, fill: number): Buffer {
  const bytes = Buffer.alloc(size + 4, fill);
  bytes.writeInt32BE(size, 0);
  return bytes;
}

/** Every piece is its own memory, as a socket's are. */
function cut(bytes: Buffer, cuts: ReadonlyArray<number>): Buffer[] {
  const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => {
    const piece = Buffer.allocUnsafeSlow(end - (places[index] as number));
    bytes.copy(piece, 0, places[index]);
    return piece;
  });
}

it('hands on every answer in one piece, however it was cut', () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
  process.stdout.write(`answers: seed ${seed}\n`);
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
  for (let round = 0; round < 300; round += 1) {
    const answers = Array.from({ length: 1 + random(6) }, (_, index) =>
      framed(random(3) === 0 ? 0 : random(200), index + 1),
    );
    const all = Buffer.concat(answers);
    const heard: Buffer[] = [];
    const assembler = new AnswerAssembler((bytes) => heard.push(bytes));
    for (const piece of cut(
      all,
      Array.from({ length: random(12) }, () => random(all.length)),
    ))
      assembler.add(piece);
    expect(
      heard.map((each) => each.toString('hex')),
      `seed ${seed}`,
    ).toEqual(answers.map((each) => each.toString('hex')));
  }
});

it('gives back the memory of pieces that were copied, and of no other', () => {
  const heard: Buffer[] = [];
  const assembler = new AnswerAssembler((bytes) => heard.push(bytes));
  const all = Buffer.concat([framed(300, 1), framed(300, 2), framed(10, 3)]);
  // The beginning of the first; its middle; its end and the second whole; the third, which is heard where it lies.
  const pieces = cut(all, [100, 200, 608]);
  for (const piece of pieces) assembler.add(piece);
  expect(pieces.map((piece) => piece.length)).toEqual([0, 0, 408, 14]);
  expect(Buffer.concat(heard).equals(all)).toBe(true);
  const shared = Buffer.allocUnsafeSlow(100);
  shared.writeInt32BE(1000, 0);
  assembler.add(shared.subarray(0, 50));
  expect(shared).toHaveLength(100);
});

it('takes no memory for a length that cannot be, and goes on after it', () => {
  const heard: number[] = [];
  const assembler = new AnswerAssembler((bytes) => heard.push(bytes.length));
  const huge = Buffer.alloc(64);
  huge.writeInt32BE(0x7fffffff, 0);
  assembler.add(huge);
  assembler.add(Buffer.alloc(100));
  expect(heard).toEqual([64, 100]);
});

it('leaves a negative length to who reads it', () => {
  const heard: number[] = [];
  const assembler = new AnswerAssembler((bytes) => heard.push(bytes.length));
  assembler.add(Buffer.from('ffffffff0000', 'hex'));
  expect(heard).toEqual([6]);
});
