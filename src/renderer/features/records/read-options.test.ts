import { describe, expect, it } from 'vitest';
import { consoleConsumerCommand, kcatCommand } from './command-texts.ts';
import { formatPartitions, parsePartitions } from './partition-ranges.ts';
import { parseTime } from './parse-time.ts';
import {
  fromDraftOf,
  parseBytes,
  parseCount,
  readFromOf,
  readUntilOf,
  untilDraftOf,
  type FromDraft,
} from './read-draft.ts';
import { shellQuote } from './shell-quote.ts';

const NOW = Date.UTC(2026, 10, 21, 12, 0, 0);

describe('a typed time', () => {
  it.each([
    ['15m', NOW - 15 * 60_000],
    ['2h ago', NOW - 2 * 3_600_000],
    ['-3d', NOW - 3 * 86_400_000],
    ['now', NOW],
    ['now-15m', NOW - 15 * 60_000],
    ['now - 1h', NOW - 3_600_000],
    ['today', Date.UTC(2026, 10, 21)],
    ['yesterday', Date.UTC(2026, 10, 20)],
    ['Yesterday 09:30', Date.UTC(2026, 10, 20, 9, 30)],
    ['1763726400', 1763726400_000],
    ['1763726400123', 1763726400123],
    ['2026-11-21', Date.UTC(2026, 10, 21)],
    ['2026-11-21 09:30', Date.UTC(2026, 10, 21, 9, 30)],
    ['2026-11-21T09:30:05.25Z', Date.UTC(2026, 10, 21, 9, 30, 5, 250)],
    ['2026-11-21 09:30 +02:00', Date.UTC(2026, 10, 21, 7, 30)],
  ])('%s is understood', (text, expected) => {
    expect(parseTime(text, NOW, 'utc')).toBe(expected);
  });
  it.each(['', 'todayish', 'now-', 'yesterday 25:00', '2026-02-31', '2026-13-01', '2026-11-21 25:00', '12'])(
    '%j is none',
    (text) => {
      expect(parseTime(text, NOW, 'utc')).toBeNull();
    },
  );
  it('without a zone is read as local time where times are shown local', () => {
    expect(parseTime('2026-11-21 09:30', NOW, 'local')).toBe(new Date(2026, 10, 21, 9, 30).getTime());
  });
});

describe('partitions', () => {
  it('are written as ranges', () => {
    expect(formatPartitions([7, 0, 1, 2, 3, 9, 8])).toBe('0–3, 7–9');
  });
  it('are read back from ranges', () => {
    expect(parsePartitions('0-2, 7', [0, 1, 2, 3, 7])).toEqual({ ok: true, partitions: [0, 1, 2, 7] });
  });
  it('are all where nothing or everything is named', () => {
    expect([parsePartitions(' ', [0, 1]), parsePartitions('0-1', [0, 1])]).toEqual([
      { ok: true, partitions: [] },
      { ok: true, partitions: [] },
    ]);
  });
  it.each(['12', '3-1', 'x', '0-9999999'])('%s names none of 0 to 3', (text) => {
    expect(parsePartitions(text, [0, 1, 2, 3])).toEqual({ ok: false, wrong: text });
  });
});

const FROM: FromDraft = fromDraftOf({ kind: 'latest', count: 100 });

describe('where reading starts', () => {
  it.each([
    [{ kind: 'offset', offset: '12a' }],
    [{ kind: 'latest', count: '0' }],
    [{ kind: 'latest', count: '20000' }],
    [{ kind: 'group', group: ' ' }],
    [{ kind: 'offsets', offsets: {} }],
    [{ kind: 'offsets', offsets: { 't/0': '1', 't/1': 'x' } }],
    [{ kind: 'time', time: 'soon' }],
  ] as ReadonlyArray<[Partial<FromDraft>]>)('is not known until the text is right: %j', (part) => {
    expect(readFromOf({ ...FROM, ...part }, NOW, 'utc')).toBeNull();
  });
  it('keeps offsets beyond 2^53 exact', () => {
    const from = readFromOf({ ...FROM, kind: 'offset', offset: '9,007,199,254,740,993' }, NOW, 'utc');
    expect(from).toEqual({ kind: 'offset', offset: '9007199254740993' });
  });
  it('takes an offset for each partition that has one', () => {
    const offsets = { 'a.b/0': '5', 'a.b/11': ' ', 'c/2': '007' };
    expect(readFromOf({ ...FROM, kind: 'offsets', offsets }, NOW, 'utc')).toEqual({
      kind: 'offsets',
      offsets: [
        { topic: 'a.b', partition: 0, offset: '5' },
        { topic: 'c', partition: 2, offset: '7' },
      ],
    });
  });
  it.each([
    { kind: 'time', timestamp: NOW },
    { kind: 'latest', count: 5000 },
    { kind: 'group', group: 'billing' },
    { kind: 'offsets', offsets: [{ topic: 't', partition: 3, offset: '9007199254740993' }] },
    { kind: 'beginning' },
  ] as const)('goes into the popover and back unchanged: $kind', (from) => {
    const read = { ...from, ...('offsets' in from ? { offsets: [...from.offsets] } : {}) } as Parameters<
      typeof fromDraftOf
    >[0];
    expect(readFromOf(fromDraftOf(read), NOW, 'local')).toEqual(from);
  });
});

describe('where reading ends', () => {
  it.each([
    { kind: 'end' },
    { kind: 'never' },
    { kind: 'count', count: 1_000_000 },
    { kind: 'bytes', bytes: 1024 },
    { kind: 'time', timestamp: NOW },
    { kind: 'offset', offset: '12' },
  ] as const)('goes into the popover and back unchanged: $kind', (until) => {
    expect(readUntilOf(untilDraftOf(until), NOW, 'local')).toEqual(until);
  });
  it.each([
    ['1,000', 1000],
    ['20k', 20_000],
    ['1.5M', 1_500_000],
    ['0', null],
    ['-1', null],
    ['k', null],
    ['1001k', 1_001_000],
    ['2000M', null],
  ])('a count of %s', (text, count) => {
    expect(parseCount(text, 1_000_000_000)).toBe(count);
  });
  it.each([
    ['512 MiB', 512 * 1024 ** 2],
    ['1.5 GB', 1.5 * 1024 ** 3],
    ['100m', 100 * 1024 ** 2],
    ['4096', 4096],
    ['3 b', 3],
    ['0', null],
    ['MiB', null],
    ['1 X', null],
  ])('an amount of %s', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });
});

describe('commands', () => {
  const place = { topic: 'orders', partition: 3, offset: '42' };
  it('read exactly one record with kcat', () => {
    expect(kcatCommand(place, { bootstrapServers: 'a:9092, b:9092', protocol: 'PLAINTEXT' })).toBe(
      "kcat -C -b a:9092,b:9092 -t orders -p 3 -o 42 -c 1 -f 'key: %k\\nvalue: %s\\nheaders: %h\\n'",
    );
  });
  it('read exactly one record with kafka-console-consumer, secrets left in a file', () => {
    const command = consoleConsumerCommand(place, { bootstrapServers: 'a:9092', protocol: 'SASL_SSL' });
    expect(command).toBe(
      'kafka-console-consumer.sh --bootstrap-server a:9092 --consumer.config client.properties --topic orders --partition 3 --offset 42 --max-messages 1 --property print.key=true --property print.headers=true --property print.timestamp=true',
    );
  });
  it.each([
    ['plain-word_1.2', 'plain-word_1.2'],
    ['two words', "'two words'"],
    ["it's; rm -rf $HOME", "'it'\\''s; rm -rf $HOME'"],
    ['', "''"],
  ])('quote %j for a shell', (word, quoted) => {
    expect(shellQuote(word)).toBe(quoted);
  });
});
