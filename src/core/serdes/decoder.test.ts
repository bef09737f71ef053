import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Decimal, type Exact } from '../../shared/values/exact.ts';
import { createDecoder, headerPart, NO_SCHEMAS, searchedText, VALUE_TEXT_LIMIT, type SchemaRef } from './index.ts';
import { framed, partOf, schema, schemasOf } from './schemas.fixture.ts';

const text = (value: string) => Buffer.from(value);
const RECORD = JSON.stringify({ type: 'record', name: 'R', fields: [{ name: 'n', type: 'string' }] });
const GUID = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const guidBytes = Buffer.from(GUID.replaceAll('-', ''), 'hex');
const payload = Buffer.from([6, 0x61, 0x62, 0x63]);
const avro = schema('AVRO', RECORD);

describe('automatic', () => {
  it('knows plain text by its first byte', () => {
    const plain = ['{"a":1}', 'order', ' x', '\t', '\r', '\n', '~'].map((value) => partOf(text(value)).isPlainText);
    expect(plain.every(Boolean)).toBe(true);
    expect(['é', '\u0000', '\u001b[0m', '\u007f'].map((value) => partOf(text(value)).isPlainText)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(
      partOf(text('A'), { headers: [[text('__value_schema_id'), Buffer.concat([Buffer.from([1]), guidBytes])]] })
        .isPlainText,
    ).toBe(false);
  });

  it('reads text, JSON and XML, and what is none of them as bytes', () => {
    expect(partOf(text('{"a":1.50}')).value()).toEqual(new Map([['a', new Decimal('1.50')]]));
    expect(partOf(text('{"a":1.50}')).text()).toBe('{"a":1.50}');
    expect(partOf(text('42')).value()).toBe('42');
    expect(partOf(text('{"a":')).value()).toBe('{"a":');
    expect(partOf(text('été')).detail()).toMatchObject({ format: 'text', text: 'été', failure: null });
    expect(partOf(text('<a><b>1</b></a>')).detail()).toMatchObject({
      format: 'xml',
      text: '<a>\n  <b>1</b>\n</a>',
      raw: '<a><b>1</b></a>',
    });
    expect(partOf(text('<a><b>1</b></a>')).preview().format).toBe('xml');
    expect(partOf(text('<a><b>1</a>')).detail()).toMatchObject({
      format: 'text',
      reason: expect.stringContaining('ends no open element') as string,
    });
    const mixed = partOf(Buffer.from([0x41, 0xff]));
    expect([mixed.value(), mixed.text(), searchedText(mixed)]).toEqual([Buffer.from([0x41, 0xff]), '41 ff', 'A\ufffd']);
    expect(partOf(null).detail()).toMatchObject({ format: 'null', failure: null, schema: null });
    expect(partOf(Buffer.alloc(0)).value()).toBe('');
  });

  it('does not lose a number that begins like a schema id', () => {
    const long = Buffer.from('000000000000002a', 'hex');
    expect(partOf(long).detail()).toMatchObject({
      format: 'bytes',
      failure: null,
      reason: expect.stringContaining('64-bit number it is 42') as string,
    });
    const large = Buffer.from('000000000700002a', 'hex');
    const shown = partOf(large, { schemas: schemasOf({ 7: avro }) }).detail();
    expect(shown).toMatchObject({
      format: 'bytes',
      failure: null,
      reason: expect.stringContaining('64-bit number it is 117440554') as string,
    });
    expect(partOf(large).preview().failed).toBeUndefined();
    expect(partOf(framed(9, payload)).detail()).toMatchObject({
      failure: null,
      reason: expect.stringContaining('The registry has no schema 9') as string,
    });
  });

  it('decodes by schema id, by GUID in a header and by Glue’s header', () => {
    const schemas = schemasOf({ 7: avro, [GUID]: avro });
    expect(partOf(framed(7, payload), { schemas }).text()).toBe('{"n":"abc"}');
    const header = [text('__key_schema_id'), Buffer.concat([Buffer.from([1]), guidBytes])] as const;
    expect(partOf(payload, { schemas, part: 'key', headers: [header] }).text()).toBe('{"n":"abc"}');
    expect(partOf(payload, { schemas, part: 'value', headers: [header] }).text()).not.toBe('{"n":"abc"}');
    const glue = (method: number, body: Buffer) => Buffer.concat([Buffer.from([3, method]), guidBytes, body]);
    expect(partOf(glue(0, payload), { schemas }).text()).toBe('{"n":"abc"}');
    expect(partOf(glue(5, deflateSync(payload)), { schemas }).text()).toBe('{"n":"abc"}');
    expect(partOf(glue(5, Buffer.from([1, 2, 3])), { schemas }).failure()).toContain('cannot be unpacked');
  });

  it('refuses payloads that unpack to more than 64 MiB', () => {
    const bomb = Buffer.concat([Buffer.from([3, 5]), guidBytes, deflateSync(Buffer.alloc(80_000_000))]);
    const before = process.memoryUsage().rss;
    expect(partOf(bomb, { schemas: schemasOf({ [GUID]: avro }) }).failure()).toContain('up to 64 MiB');
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  it('asks for the schema that is missing, and not without end', () => {
    const known = new Map<number, typeof avro>();
    const schemas = {
      peek: (ref: SchemaRef) => (ref.kind === 'id' ? known.get(ref.id) : undefined),
      load: () => Promise.resolve(avro),
    };
    const decoder = createDecoder({ choice: { kind: 'auto' }, part: 'value', topic: 't', schemas });
    expect(decoder.missing(framed(7, payload), [])).toEqual({ kind: 'id', id: 7 });
    expect(decoder.part(framed(7, payload), []).detail().reason).toContain('has not been loaded');
    known.set(7, avro);
    expect(decoder.missing(framed(7, payload), [])).toBeNull();
    expect(decoder.part(framed(7, payload), []).text()).toBe('{"n":"abc"}');
    expect(decoder.missing(text('{}'), [])).toBeNull();
    const asked = Array.from({ length: 5000 }, (_, id) => decoder.missing(framed(1000 + id, payload), []));
    expect(asked.filter((ref) => ref !== null).length).toBeLessThan(300);
  });

  it('marks what names a schema and cannot be decoded with it', () => {
    const schemas = schemasOf({ 7: avro });
    const broken = partOf(framed(7, Buffer.from([20, 1])), { schemas });
    expect(broken.preview()).toMatchObject({ format: 'bytes', failed: true, text: '00 00 00 00 07 14 01' });
    expect(broken.detail()).toMatchObject({
      format: 'bytes',
      failure: expect.stringContaining('schema id 7, but cannot be decoded') as string,
    });
    const down = {
      peek: () => ({ failure: 'The registry answered 500.' }),
      load: () => Promise.resolve({ failure: '' }),
    };
    expect(partOf(framed(7, payload), { schemas: down }).failure()).toContain('answered 500');
    expect(partOf(text('x'), { choice: { kind: 'registry' } }).failure()).toContain('names no schema');
  });

  it('recognises MessagePack and CBOR objects, not chance lists of numbers', () => {
    expect(partOf(Buffer.from('81a26964cd0100', 'hex')).detail()).toMatchObject({
      format: 'messagepack',
      raw: '{"id":256}',
    });
    expect(partOf(Buffer.from('a16269641901f4', 'hex')).detail()).toMatchObject({ format: 'cbor', raw: '{"id":500}' });
    expect(partOf(Buffer.from('93010203', 'hex')).detail()).toMatchObject({
      format: 'bytes',
      reason: expect.stringContaining('32-bit number') as string,
    });
  });
});

describe('chosen forms', () => {
  const hex = (digits: string) => Buffer.from(digits, 'hex');
  const shown = (
    kind: 'int16' | 'int32' | 'int64' | 'float32' | 'float64' | 'uuid' | 'hex' | 'base64',
    bytes: Buffer,
  ) => {
    const part = partOf(bytes, { choice: { kind } });
    expect(part.isPlainText).toBe(false);
    return [part.value(), part.text(), part.preview().text, part.failure()];
  };

  it('read numbers, UUIDs and bytes', () => {
    expect(shown('int16', hex('ffff'))).toEqual([-1n, '-1', '-1', null]);
    expect(shown('int32', hex('7fffffff'))).toEqual([2147483647n, '2147483647', '2147483647', null]);
    expect(shown('int64', hex('0020000000000001'))).toEqual([
      9007199254740993n,
      '9007199254740993',
      '9007199254740993',
      null,
    ]);
    expect(shown('float32', hex('3dcccccd'))).toEqual([0.1, '0.1', '0.1', null]);
    expect(shown('float64', hex('7ff8000000000000'))).toEqual([NaN, 'NaN', 'NaN', null]);
    expect(shown('uuid', guidBytes)).toEqual([GUID, GUID, GUID, null]);
    expect(shown('uuid', text(GUID))).toEqual([GUID, GUID, GUID, null]);
    expect(shown('hex', hex('00ff'))).toEqual([hex('00ff'), '00 ff', '00 ff', null]);
    expect(shown('base64', hex('00ff'))).toEqual([hex('00ff'), 'AP8=', 'AP8=', null]);
    expect(shown('int64', hex('00'))[3]).toBe('A number of this kind (int64) has 8 bytes; these are 1.');
  });

  it('show text that is not what was chosen as the text it is', () => {
    const part = partOf(text('{"a":1'), { choice: { kind: 'json' } });
    expect(part.isPlainText).toBe(true);
    expect(part.preview()).toEqual({ format: 'text', text: '{"a":1', cut: false, failed: true });
    expect(part.detail()).toMatchObject({
      format: 'text',
      text: '{"a":1',
      failure: 'Not valid JSON: the text ends too early (character 6).',
    });
    expect(partOf(text('42'), { choice: { kind: 'json' } }).value()).toBe(42n);
    expect(partOf(Buffer.from([0xff]), { choice: { kind: 'string' } }).detail()).toMatchObject({
      format: 'bytes',
      failure: 'Not valid UTF-8 at byte 0.',
    });
    expect(partOf(text('a\u0000b'), { choice: { kind: 'string' } }).value()).toBe('a\u0000b');
    expect(partOf(text('<a>'), { choice: { kind: 'xml' } }).failure()).toBe('Not well-formed XML: <a> has no end.');
  });
});

describe('JSON with a schema', () => {
  const check = (schemaText: unknown, value: string, references: Array<{ name: string; text: string }> = []) => {
    const schemas = schemasOf({ 7: schema('JSON', JSON.stringify(schemaText), references) });
    const part = partOf(framed(7, text(value)), { schemas });
    expect(part.failure()).toBeNull();
    return part.detail().reason;
  };

  it('keeps the document as written and tells what is not valid', () => {
    const schemas = schemasOf({ 7: schema('JSON', '{"type":"object"}') });
    const part = partOf(framed(7, text('{"a":9007199254740993,"a":1.0}')), { schemas });
    expect([part.text(), part.preview().format]).toEqual(['{"a":9007199254740993,"a":1.0}', 'json-schema']);
    expect(part.value()).toEqual(new Map<string, Exact>([['a', new Decimal('1.0')]]));
    expect(part.detail()).toMatchObject({
      schema: 'JSON Schema, orders-value version 3, id 7',
      reason: 'JSON with a schema. It is valid by its schema.',
    });
    expect(partOf(framed(7, text('{"a":')), { schemas }).failure()).toContain('What should be JSON is not');
  });

  it('knows the dialects', () => {
    for (const dialect of [
      'http://json-schema.org/draft-04/schema#',
      'http://json-schema.org/draft-06/schema#',
      'http://json-schema.org/draft-07/schema#',
      'https://json-schema.org/draft/2019-09/schema',
      'https://json-schema.org/draft/2020-12/schema',
      'urn:unknown',
    ]) {
      const given = { $schema: dialect, type: 'object', properties: { n: { type: 'integer', minimum: 3 } } };
      expect(check(given, '{"n":5}')).toContain('It is valid');
      expect(check(given, '{"n":1}')).toContain('/n must be >= 3');
    }
  });

  it('uses references by name, and fetches none', () => {
    const references = [{ name: 'money.json', text: '{"type":"number"}' }];
    expect(check({ properties: { m: { $ref: 'money.json' } } }, '{"m":"x"}', references)).toContain(
      '/m must be number',
    );
    expect(check({ $ref: 'http://127.0.0.1:1/x.json' }, '{}')).toContain('not validated');
    expect(check({ $ref: 'file:///etc/passwd' }, '{}')).toContain('not validated');
    expect(check({ $ref: '#' }, '{}')).toMatch(/valid/);
    expect(check('nonsense', '{}')).toContain('not validated');
  });

  it('does not hang on patterns that try for ever', () => {
    const started = process.cpuUsage();
    const reason = check(
      { properties: { a: { pattern: '^(a+)+$' }, b: { pattern: '^(a|a)*$' } } },
      `{"a":"${'a'.repeat(40)}!","b":"${'a'.repeat(40)}!"}`,
    );
    expect(reason).toContain('Not checked, as it could take forever');
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000);
  });
});

describe('large values', () => {
  it('are looked at in part, and shown in part', () => {
    const large = Buffer.alloc(100_000_000, 'abc ');
    const started = process.cpuUsage();
    for (const kind of [
      'auto',
      'string',
      'json',
      'xml',
      'hex',
      'int64',
      'messagepack',
      'cbor',
      'protobuf-raw',
    ] as const) {
      const part = partOf(large, { choice: { kind } });
      expect(part.preview().text.length).toBeLessThanOrEqual(1024);
      const { text: shownText, size } = part.detail();
      expect([shownText.length <= VALUE_TEXT_LIMIT, size]).toEqual([true, 100_000_000]);
    }
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(6000);
  });

  it('are not decoded for a line of the list', () => {
    const bytes = framed(7, Buffer.alloc(2_000_000, 2));
    expect(partOf(bytes, { schemas: schemasOf({ 7: avro }) }).preview()).toMatchObject({ format: 'bytes', cut: true });
  });
});

describe('headers', () => {
  it('are recognised without a registry', () => {
    expect(headerPart(text('{"a":1}')).preview().format).toBe('json');
    expect(headerPart(null).value()).toBeNull();
    expect(headerPart(framed(7, payload)).failure()).toBeNull();
    expect(NO_SCHEMAS.peek({ kind: 'id', id: 1 })).toMatchObject({ absent: true });
  });
});
