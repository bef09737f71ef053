import { Instant, type Exact } from '../../shared/values/exact.ts';

type Fields = ReadonlyMap<string, Exact>;

/** Google's well-known types as what they mean, after Protobuf's JSON mapping. `Any` stays type and bytes. */
export const WELL_KNOWN: ReadonlyMap<string, (fields: Fields) => Exact> = new Map<string, (fields: Fields) => Exact>([
  ['google.protobuf.Timestamp', (fields) => new Instant(nanosOf(fields))],
  ['google.protobuf.Duration', (fields) => durationText(nanosOf(fields))],
  ['google.protobuf.Struct', (fields) => fields.get('fields') ?? new Map()],
  ['google.protobuf.ListValue', (fields) => fields.get('values') ?? []],
  ['google.protobuf.Value', valueOf],
  ...['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'].map(
    (name) => [`google.protobuf.${name}Value`, (fields: Fields) => fields.get('value') ?? null] as const,
  ),
]);

function nanosOf(fields: Fields): bigint {
  const seconds = fields.get('seconds');
  const nanos = fields.get('nanos');
  return (typeof seconds === 'bigint' ? seconds : 0n) * 1_000_000_000n + (typeof nanos === 'bigint' ? nanos : 0n);
}

/** `1.500s`, as Protobuf's JSON has it. */
function durationText(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const rest = (size % 1_000_000_000n)
    .toString()
    .padStart(9, '0')
    .replace(/(?:000)+$/, '');
  return `${nanos < 0n ? '-' : ''}${size / 1_000_000_000n}${rest === '' ? '' : `.${rest}`}s`;
}

/** One of its fields is set; a null is an enum. */
function valueOf(fields: Fields): Exact {
  for (const [name, value] of fields) if (!/^null_?value$/i.test(name)) return value;
  return null;
}
