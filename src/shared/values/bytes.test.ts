import { describe, expect, it } from 'vitest';
import { fromBase64, hex, hexDump, HEX_DUMP_LINE, toBase64 } from './bytes.ts';
import { decodeUtf8, trimCutCharacter } from './utf8.ts';

const SEED = Number(process.env['TEST_SEED'] ?? 99);

function randomBytes(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

describe('bytes', () => {
  it('go to base64 and back unchanged, as Node writes it', () => {
    for (const length of [0, 1, 2, 3, 4, 100, 0x6000, 0x6001, 100_000]) {
      const bytes = randomBytes(length, SEED + length);
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(Buffer.compare(fromBase64(text) ?? Buffer.alloc(0), bytes), `TEST_SEED=${SEED}`).toBe(0);
    }
  });

  it('refuse what is not base64', () => {
    for (const text of ['a', 'ab=c', 'a*==', 'abcd=', '====']) expect(fromBase64(text)).toBeNull();
  });

  it('show as a dump of offset, hexadecimal and ASCII', () => {
    const dump = hexDump(Buffer.from('Conduktor\0\u00e9 reads Kafka'));
    expect(dump).toBe(
      '00000000  43 6f 6e 64 75 6b 74 6f  72 00 c3 a9 20 72 65 61  |Conduktor... rea|\n' +
        '00000010  64 73 20 4b 61 66 6b 61                           |ds Kafka|',
    );
    expect(dump.indexOf('\n') + 1).toBe(HEX_DUMP_LINE);
    expect(hex(Uint8Array.of(0, 255))).toBe('00 ff');
  });
});

describe('strict UTF-8', () => {
  it('tells the byte at which it fails', () => {
    const at = (...bytes: number[]) => decodeUtf8(Uint8Array.from(bytes));
    expect(at(0x41, 0xff)).toEqual({ ok: false, at: 1, cutShort: false });
    expect(at(0xc0, 0x80)).toEqual({ ok: false, at: 0, cutShort: false });
    expect(at(0x41, 0xe2, 0x82)).toEqual({ ok: false, at: 1, cutShort: true });
    expect(at(0xed, 0xa0, 0x80)).toEqual({ ok: false, at: 0, cutShort: false });
    expect(at(0xf4, 0x90, 0x80, 0x80)).toEqual({ ok: false, at: 0, cutShort: false });
    expect(at(0xef, 0xbb, 0xbf, 0x41)).toEqual({ ok: true, text: '\ufeffA' });
  });

  it('finds a fault in random bytes exactly where the longest valid beginning ends', () => {
    for (let round = 0; round < 2000; round += 1) {
      const bytes = randomBytes(1 + (round % 40), SEED + round);
      const decoded = decodeUtf8(bytes);
      if (decoded.ok) continue;
      const where = `TEST_SEED=${SEED}, round ${round}`;
      expect(decodeUtf8(bytes.subarray(0, decoded.at)).ok, where).toBe(true);
      expect(decodeUtf8(bytes.subarray(0, Math.min(bytes.length, decoded.at + 4))).ok, where).toBe(false);
    }
  });

  it('drops only the unfinished character of a cut', () => {
    const text = Buffer.from('aé漢🚀');
    for (let end = 0; end <= text.length; end += 1) {
      const trimmed = decodeUtf8(trimCutCharacter(text.subarray(0, end)));
      expect(trimmed.ok && 'aé漢🚀'.startsWith(trimmed.text)).toBe(true);
    }
  });
});
