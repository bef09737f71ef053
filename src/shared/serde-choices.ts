import type { SerdeChoice } from './contract/serdes.ts';

/** One form that can be chosen for keys or values. `needs`: what the choice cannot do without. */
export type SerdeChoiceInfo = {
  readonly id: SerdeChoice['kind'];
  readonly title: string;
  /** One line. */
  readonly help: string;
  readonly group: 'recognised' | 'text' | 'number' | 'schema' | 'binary' | 'kafka';
  readonly needs?: 'schema' | 'proto-files';
};

/** In the order they are offered. */
export const SERDE_CHOICES: ReadonlyArray<SerdeChoiceInfo> = [
  { id: 'auto', title: 'Automatic', group: 'recognised', help: 'Recognised record by record; the record says why.' },
  {
    id: 'registry',
    title: 'Schema registry',
    group: 'schema',
    help: 'Avro, Protobuf or JSON by the schema each record names (Confluent id or GUID, AWS Glue).',
  },
  {
    id: 'avro',
    title: 'Avro, schema given',
    group: 'schema',
    needs: 'schema',
    help: 'Plain Avro without a schema id, by a schema given here.',
  },
  {
    id: 'protobuf',
    title: 'Protobuf, .proto files',
    group: 'schema',
    needs: 'proto-files',
    help: 'Plain Protobuf, by .proto files and the name of a message.',
  },
  {
    id: 'protobuf-raw',
    title: 'Protobuf without schema',
    group: 'binary',
    help: 'Field numbers, and guesses from the wire types.',
  },
  {
    id: 'json',
    title: 'JSON',
    group: 'text',
    help: 'Every number and duplicate key as written; what is not JSON is told.',
  },
  { id: 'string', title: 'Text', group: 'text', help: 'UTF-8 text as it is.' },
  { id: 'xml', title: 'XML', group: 'text', help: 'Indented; nothing is expanded or fetched.' },
  { id: 'int64', title: 'Integer, 64 bits', group: 'number', help: 'Eight bytes, as a Java long.' },
  { id: 'int32', title: 'Integer, 32 bits', group: 'number', help: 'Four bytes, as a Java int.' },
  { id: 'int16', title: 'Integer, 16 bits', group: 'number', help: 'Two bytes, as a Java short.' },
  { id: 'float64', title: 'Float, 64 bits', group: 'number', help: 'Eight bytes, as a Java double.' },
  { id: 'float32', title: 'Float, 32 bits', group: 'number', help: 'Four bytes, as a Java float.' },
  { id: 'uuid', title: 'UUID', group: 'number', help: 'Sixteen bytes, or 36 characters of text.' },
  { id: 'messagepack', title: 'MessagePack', group: 'binary', help: 'Exact: whole numbers stay whole.' },
  { id: 'cbor', title: 'CBOR', group: 'binary', help: 'Exact, with dates, big numbers and tags.' },
  { id: 'hex', title: 'Bytes, hexadecimal', group: 'binary', help: 'A hex dump.' },
  { id: 'base64', title: 'Bytes, base64', group: 'binary', help: 'The bytes as base64.' },
  {
    id: 'consumer-offsets',
    title: 'Kafka’s consumer offsets',
    group: 'kafka',
    help: 'Records of __consumer_offsets: commits, groups and members.',
  },
  {
    id: 'transaction-state',
    title: 'Kafka’s transaction state',
    group: 'kafka',
    help: 'Records of __transaction_state.',
  },
];
