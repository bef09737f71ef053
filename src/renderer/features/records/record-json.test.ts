import { describe, expect, it } from 'vitest';
import type { DecodedValue, RecordDetail } from '../../../shared/contract/records.ts';
import { toBase64 } from '../../../shared/values/bytes.ts';
import { copyForm, recordJson } from './record-json.ts';

const SIGNAL = new AbortController().signal;
function value(format: DecodedValue['format'], text: string, more: Partial<DecodedValue> = {}): DecodedValue {
  return {
    format,
    text,
    raw: format === 'json' ? text : null,
    cut: false,
    size: text.length,
    reason: '',
    failure: null,
    schema: null,
    ...more,
  };
}
/** The bytes in parts of four, as the contract gives them. */
function parts(bytes: Uint8Array) {
  return (start: number) => {
    const end = Math.min(bytes.length, start + 4);
    return Promise.resolve({ base64: toBase64(bytes.subarray(start, end)), size: bytes.length, end });
  };
}
const NONE = () => Promise.reject(new Error('not to be loaded'));

describe('a value for the clipboard', () => {
  it('is the JSON as it was written', async () => {
    expect(await copyForm(value('json', '{"id":9007199254740993}'), NONE, SIGNAL)).toEqual({
      kind: 'text',
      text: '{"id":9007199254740993}',
    });
  });
  it('is fetched to its end where only the start was here', async () => {
    const whole = 'a long text, ümlaut';
    const form = await copyForm(value('text', 'a lo', { cut: true }), parts(new TextEncoder().encode(whole)), SIGNAL);
    expect(form).toEqual({ kind: 'text', text: whole });
  });
  it('is base64 where it is no text', async () => {
    const bytes = Uint8Array.from([0, 1, 2, 253, 254, 255]);
    expect(await copyForm(value('bytes', '00'), parts(bytes), SIGNAL)).toEqual({ kind: 'base64', text: 'AAEC/f7/' });
  });
});

describe('a record as JSON', () => {
  it('keeps numbers, tells null from empty, and carries bytes', async () => {
    const record: RecordDetail = {
      topic: 'orders',
      partition: 3,
      offset: '9007199254740993',
      timestamp: 1,
      timestampType: 'create',
      key: value('null', ''),
      value: value('json', '{"a":1,"a":1.10}'),
      headers: [
        { name: 'h"1', value: value('text', 'x') },
        { name: 'raw', value: value('bytes', '') },
      ],
    };
    const loads = { key: NONE, value: NONE, header: () => parts(Uint8Array.from([255])) };
    expect(await recordJson(record, loads, SIGNAL)).toBe(
      [
        '{',
        '  "topic": "orders",',
        '  "partition": 3,',
        '  "offset": 9007199254740993,',
        '  "timestamp": 1,',
        '  "timestampType": "create",',
        '  "headers": [',
        '    { "name": "h\\"1", "value": "x" },',
        '    { "name": "raw", "value": { "base64": "/w==" } }',
        '  ],',
        '  "key": null,',
        '  "value": {"a":1,"a":1.10}',
        '}',
      ].join('\n'),
    );
  });
});
