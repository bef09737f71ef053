import { describe, expect, it } from 'vitest';
import { decode, preview, PREVIEW_CHARS, VALUE_TEXT_LIMIT } from './index.ts';

const text = (value: string) => Buffer.from(value);

describe('preview', () => {
  it('tells null from empty from text from JSON from bytes', () => {
    expect(preview(null)).toEqual({ format: 'null', text: '', cut: false });
    expect(preview(Buffer.alloc(0))).toEqual({ format: 'empty', text: '', cut: false });
    expect(preview(text('order-1'))).toEqual({ format: 'text', text: 'order-1', cut: false });
    expect(preview(text('{"id":9007199254740993}'))).toEqual({
      format: 'json',
      text: '{"id":9007199254740993}',
      cut: false,
    });
    expect(preview(Buffer.from([0, 0, 0, 42]))).toEqual({ format: 'bytes', text: '00 00 00 2a', cut: false });
    expect(preview(Buffer.from([0xff, 0xfe]))).toMatchObject({ format: 'bytes' });
  });

  it('is one line, with line ends and tabs visible in text and folded in JSON', () => {
    expect(preview(text('one\r\ntwo\tthree\u001b[0m')).text).toBe('one↵two⇥three␛[0m');
    expect(preview(text('{\n  "a": 1,\n  "b c":  "d  e"\n}')).text).toBe('{ "a": 1, "b c":  "d  e" }');
  });

  it('writes characters out that turn the direction of text', () => {
    expect(preview(text('abc\u202edef')).text).toBe('abc\\u202edef');
  });

  it('looks at the beginning of a large value only, and cuts no character in half', () => {
    const large = Buffer.alloc(50_000_000, text('é漢🚀'));
    const started = process.cpuUsage();
    for (let round = 0; round < 100; round += 1) preview(large);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(500);
    const { text: shown, cut, format } = preview(large);
    expect({ cut, format, length: shown.length <= PREVIEW_CHARS }).toEqual({ cut: true, format: 'text', length: true });
    expect(shown).not.toContain('\ufffd');
    expect(preview(text(`a${'🚀'.repeat(1000)}`)).text).toHaveLength(PREVIEW_CHARS - 1);
  });

  it('calls the beginning of a large JSON document JSON, and a broken one text', () => {
    expect(preview(text(`[${'1,'.repeat(10_000)}1]`))).toMatchObject({ format: 'json', cut: true });
    expect(preview(text(`[x${'1,'.repeat(10_000)}1]`))).toMatchObject({ format: 'text', cut: true });
    expect(preview(text('{"a":'))).toMatchObject({ format: 'text', cut: false });
  });
});

describe('decode', () => {
  it('indents JSON and keeps the text as it was', () => {
    expect(decode(text('{"a":1.10,"a":2}'))).toEqual({
      format: 'json',
      text: '{\n  "a": 1.10,\n  "a": 2\n}',
      raw: '{"a":1.10,"a":2}',
      cut: false,
      size: 16,
      reason: 'Valid JSON, numbers and duplicate keys as written.',
      failure: null,
      schema: null,
    });
  });

  it('says why a value is shown as it is', () => {
    const reason = (bytes: Uint8Array | null) => decode(bytes).reason;
    expect(reason(Buffer.from([0x41, 0xff]))).toBe('Not valid UTF-8 at byte 1.');
    expect(reason(text('{"a":1'))).toBe('Begins like JSON, but the text ends too early (character 6): shown as text.');
    expect(reason(text('['.repeat(1_000_000)))).toBe('JSON nested deeper than 500 levels: shown as text.');
    expect(reason(Buffer.from([0, 0, 0, 0, 0, 0, 1, 0]))).toContain('as a 64-bit number it is 256');
    expect(reason(Buffer.from([0, 0, 0, 0, 7, 1, 2]))).toContain('Schema Registry message with schema id 7');
    expect(reason(null)).toBe('No value: null.');
  });

  it('shows at most a million characters and says that it is cut', () => {
    const shown = decode(text('x'.repeat(VALUE_TEXT_LIMIT + 1)));
    expect([shown.text.length, shown.cut, shown.size]).toEqual([VALUE_TEXT_LIMIT, true, VALUE_TEXT_LIMIT + 1]);
    const dump = decode(Buffer.alloc(VALUE_TEXT_LIMIT));
    expect([dump.format, dump.cut, dump.text.length <= VALUE_TEXT_LIMIT]).toEqual(['bytes', true, true]);
  });

  it('keeps to the limit it is given', () => {
    const given = [text('x'.repeat(500)), text(`[${'1,'.repeat(500)}1]`), Buffer.alloc(500)];
    for (const bytes of given) {
      const shown = decode(bytes, 200);
      expect([shown.text.length <= 200, (shown.raw ?? '').length <= 200, shown.cut]).toEqual([true, true, true]);
    }
  });

  it('does not let deep indentation blow a small document up', () => {
    const deep = `${'['.repeat(499)}${'1,'.repeat(100_000)}1${']'.repeat(499)}`;
    expect(decode(text(deep))).toMatchObject({ format: 'json', cut: true });
  });
});
