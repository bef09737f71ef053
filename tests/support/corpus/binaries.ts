import { deflateSync, gzipSync } from 'node:zlib';
import type { Dice } from './dice.ts';
import { valueRecord, type HostileRecord } from './record.ts';

/** Bytes that look like a format somebody decodes, and lie about what follows. */
export function binaries(dice: Dice): HostileRecord[] {
  return [
    ...wire(dice),
    ...glue(),
    ...messagePack(),
    ...cbor(),
    ...protobuf(),
    ...avro(),
    ...xml(),
    ...others(dice),
  ].map(([name, bytes]) => valueRecord(name, bytes));
}

type Named = readonly [name: string, bytes: Buffer];

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

function repeated(byte: number, count: number, more = ''): Buffer {
  return Buffer.concat([Buffer.alloc(count, byte), hex(more)]);
}

/** Confluent's: a zero, four bytes of id, for Protobuf then a list of message indexes. */
function wire(dice: Dice): Named[] {
  const ids = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 65_536];
  const withId = (id: number, rest: Buffer) => {
    const head = Buffer.alloc(5);
    head.writeInt32BE(id, 1);
    return Buffer.concat([head, rest]);
  };
  return [
    ...ids.flatMap((id): Named[] => [
      [`wire: id ${id}, nothing after`, withId(id, Buffer.alloc(0))],
      [`wire: id ${id}, random bytes`, withId(id, dice.bytes(50))],
      [`wire: id ${id}, JSON`, withId(id, Buffer.from('{"a":1}'))],
    ]),
    ['wire: a zero', hex('00')],
    ['wire: a zero and three bytes', hex('00 00 00 01')],
    ['wire: message indexes of 2^31', withId(1, hex('fe ff ff ff 0f 02 04'))],
    ['wire: message indexes below zero', withId(1, hex('01 01'))],
    ['wire: message indexes without end', withId(1, Buffer.alloc(30, 0xff))],
    ['wire: magic 1 and a GUID', Buffer.concat([hex('01'), dice.bytes(16), Buffer.from('payload')])],
    ['wire: magic 1 and half a GUID', Buffer.concat([hex('01'), dice.bytes(7)])],
    ['wire: magic 2', hex('02 00 00 00 01 aa')],
  ];
}

/** AWS Glue's: version 3, compression 0 or 5 (zlib), sixteen bytes of schema version. */
function glue(): Named[] {
  const head = (compression: number) => Buffer.concat([Buffer.from([3, compression]), Buffer.alloc(16, 0xab)]);
  const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });
  return [
    ['glue: nothing after the header', head(0)],
    ['glue: header cut', head(5).subarray(0, 9)],
    ['glue: unknown compression', Buffer.concat([head(77), Buffer.from('x')])],
    ['glue: zlib garbage', Buffer.concat([head(5), Buffer.from('not zlib at all')])],
    ['glue: zlib cut', Buffer.concat([head(5), deflateSync(Buffer.from('{"a":1}')).subarray(0, 8)])],
    ['glue: a zlib bomb of 64 MiB', Buffer.concat([head(5), bomb])],
    ['glue: a zlib bomb in a zlib bomb', Buffer.concat([head(5), deflateSync(bomb)])],
  ];
}

function messagePack(): Named[] {
  return [
    ['msgpack: an array of 2^32 − 1', hex('dd ff ff ff ff')],
    ['msgpack: a map of 2^32 − 1', hex('df ff ff ff ff')],
    ['msgpack: a text of 2^32 − 1', hex('db ff ff ff ff 61')],
    ['msgpack: bytes of 2^32 − 1', hex('c6 ff ff ff ff 00')],
    ['msgpack: an extension of 2^32 − 1', hex('c9 ff ff ff ff 01')],
    ['msgpack: 100,000 arrays in each other', repeated(0x91, 100_000, 'c0')],
    [
      'msgpack: 100,000 maps in each other',
      Buffer.concat([Buffer.alloc(200_000, Buffer.from([0x81, 0xa0])), hex('c0')]),
    ],
    ['msgpack: the unused byte', hex('c1')],
    ['msgpack: a time out of range', hex('d7 ff ff ff ff ff ff ff ff ff')],
    ['msgpack: a time of 96 bits', hex('c7 0c ff 3b 9a ca 00 7f ff ff ff ff ff ff ff')],
    [
      'msgpack: __proto__',
      Buffer.concat([hex('81 a9'), Buffer.from('__proto__'), hex('81 a8'), Buffer.from('polluted'), hex('c3')]),
    ],
    ['msgpack: keys that are no text', hex('83 01 01 c0 02 93 01 02 03 04')],
    ['msgpack: a text that is not UTF-8', hex('a3 ff fe 80')],
    ['msgpack: 2^64 − 1', hex('cf ff ff ff ff ff ff ff ff')],
    ['msgpack: NaN with a message', hex('cb 7f f8 00 00 de ad be ef')],
    ['msgpack: two values', hex('01 02')],
  ];
}

function cbor(): Named[] {
  return [
    ['cbor: an array of 2^64 − 1', hex('9b ff ff ff ff ff ff ff ff')],
    ['cbor: a map of 2^64 − 1', hex('bb ff ff ff ff ff ff ff ff')],
    ['cbor: bytes of 2^63', hex('5b 80 00 00 00 00 00 00 00')],
    ['cbor: a text of 2^32', hex('7b 00 00 00 01 00 00 00 00')],
    ['cbor: 100,000 endless arrays in each other', repeated(0x9f, 100_000)],
    ['cbor: 100,000 arrays in each other', repeated(0x81, 100_000, 'f6')],
    ['cbor: 100,000 tags on each other', repeated(0xc1, 100_000, '00')],
    ['cbor: an endless map without an end', hex('bf 61 61 01')],
    ['cbor: a break alone', hex('ff')],
    ['cbor: an endless text of numbers', hex('7f 01 02 ff')],
    ['cbor: a large number of 10,000 bytes', Buffer.concat([hex('c2 59 27 10'), Buffer.alloc(10_000, 0xff)])],
    ['cbor: a decimal with an exponent of 2^63', hex('c4 82 1b 7f ff ff ff ff ff ff ff 01')],
    ['cbor: a reference to itself', hex('d8 1c 81 d8 1d 00')],
    ['cbor: records and structures (cbor-x)', hex('d9 df ff 83 19 e0 00 81 61 61 01')],
    ['cbor: a JavaScript error (cbor-x)', hex('d8 1b 83 65 45 72 72 6f 72 61 78 f6')],
    ['cbor: a regular expression', Buffer.concat([hex('d8 23 6d'), Buffer.from('(a+)+$aaaaaaa')])],
    [
      'cbor: __proto__',
      Buffer.concat([hex('a1 69'), Buffer.from('__proto__'), hex('a1 68'), Buffer.from('polluted'), hex('f5')]),
    ],
    ['cbor: reserved', hex('1c 1d 1e')],
    ['cbor: half NaN', hex('f9 7e 01')],
    ['cbor: the mark of CBOR', hex('d9 d9 f7 01')],
  ];
}

function protobuf(): Named[] {
  return [
    ['protobuf: a length of 2^63', hex('0a ff ff ff ff ff ff ff ff 7f 01')],
    ['protobuf: a length of 2^31', hex('0a 80 80 80 80 08 01')],
    ['protobuf: a varint without end', repeated(0xff, 100)],
    ['protobuf: a varint of 11 bytes', hex('08 ff ff ff ff ff ff ff ff ff ff 01')],
    ['protobuf: field number 0', hex('00 01')],
    ['protobuf: the highest field number', hex('f8 ff ff ff 0f 01')],
    ['protobuf: wire types 6 and 7', hex('0e 0f')],
    ['protobuf: 100,000 groups in each other', repeated(0x0b, 100_000)],
    ['protobuf: an end of a group that never began', hex('0c')],
    ['protobuf: the wrong end of a group', hex('0b 14')],
    ['protobuf: 20,000 messages in each other', nestedProtobuf(20_000)],
    ['protobuf: half a double', hex('09 00 00')],
    ['protobuf: 50,000 fields', Buffer.alloc(100_000, Buffer.from([0x08, 0x01]))],
  ];
}

/** Each level holds the next, with the length that it truly has. */
function nestedProtobuf(depth: number): Buffer {
  const heads: Buffer[] = [];
  let length = 0;
  for (let level = 0; level < depth; level++) {
    const bytes = [0x0a];
    let rest = length;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
    heads.push(Buffer.from(bytes));
    length += bytes.length;
  }
  return Buffer.concat(heads.reverse());
}

function avro(): Named[] {
  const schema = '{"type":"record","name":"R","fields":[{"name":"next","type":["null","R"]}]}';
  const text = (value: string) => Buffer.concat([Buffer.from([value.length * 2]), Buffer.from(value)]);
  const file = Buffer.concat([
    hex('4f 62 6a 01 02'),
    text('avro.schema'),
    hex('96 01'),
    Buffer.from(schema),
    hex('00'),
  ]);
  return [
    ['avro: a length of 2^63', hex('fe ff ff ff ff ff ff ff ff 01')],
    ['avro: a length below zero', hex('01')],
    ['avro: a block of −2^62', hex('ff ff ff ff ff ff ff ff ff 01 00')],
    ['avro: an array of zero bytes each', hex('80 80 80 80 80 80 80 40 00')],
    ['avro: a union of branch 2^40', hex('80 80 80 80 80 80 01')],
    ['avro: itself 100,000 times', repeated(0x02, 100_000, '00')],
    ['avro: a container file', file],
    ['avro: one object', Buffer.concat([hex('c3 01'), Buffer.alloc(8, 7), hex('02 04')])],
  ];
}

function xml(): Named[] {
  const laughs = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('');
  const all: ReadonlyArray<readonly [string, string]> = [
    ['a billion laughs', `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${laughs}]><x>&l9;</x>`],
    ['a quadratic blow-up', `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(50_000)}">]><x>${'&a;'.repeat(5_000)}</x>`],
    ['a foreign entity', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'],
    ['a foreign DTD', '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>'],
    ['a parameter entity', '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;]><x/>'],
    ['a style sheet', '<?xml-stylesheet href="javascript:alert(1)"?><x/>'],
    ['an include', '<x xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="file:///etc/passwd"/></x>'],
    ['100,000 attributes', `<x ${Array.from({ length: 100_000 }, (_, at) => `a${at}=""`).join(' ')}/>`],
    ['never closed', '<x><y><z'],
    ['crossed', '<x><y></x></y>'],
    ['a comment without end', '<x><!-- '],
    ['CDATA without end', '<x><![CDATA['],
    ['a reference to NUL', '<x>&#0;&#xD800;&#x110000;</x>'],
  ];
  return all.map(([name, text]) => [`xml: ${name}`, Buffer.from(text)]);
}

function others(dice: Dice): Named[] {
  return [
    ['gzip: a bomb of 64 MiB as a value', gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 })],
    ['java: a serialized object', hex('ac ed 00 05 73 72 00 11 6a 61 76 61 2e 75 74 69 6c 2e 48 61 73 68 4d 61 70')],
    [
      'image: a PNG of 65,535 by 65,535',
      hex('89 50 4e 47 0d 0a 1a 0a 00 00 00 0d 49 48 44 52 00 00 ff ff 00 00 ff ff 08 06 00 00 00'),
    ],
    ['a program', hex('7f 45 4c 46 02 01 01 00')],
    ...[1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 36].flatMap((length): Named[] => [
      [`bytes: ${length} of FF`, Buffer.alloc(length, 0xff)],
      [`bytes: ${length} of 00`, Buffer.alloc(length)],
      [`bytes: ${length} random`, dice.bytes(length)],
    ]),
    ['offsets: a version of −1', hex('ff ff 00 03 61 62 63')],
    ['offsets: a group of 32,767 bytes', hex('00 01 7f ff 61')],
    ['offsets: version 3 with a schema of 2^31', hex('00 03 7f ff ff ff ff ff ff ff')],
  ];
}
