import { seenBy, type Twin } from './types.ts';

const CHECK = 'src/core/kafka/check-batches.ts';

/** What records are read from. */
export const RECORDS: ReadonlyArray<Twin> = [
  ...seenBy('unit', 'src/core/kafka/check-batches.test.ts', [
    {
      name: 'batch-checksums',
      breaks: 'a batch is believed, its checksum not looked at',
      file: CHECK,
      from: '!== bytes.readUInt32BE(start + CRC_POSITION)) return WRONG_CHECKSUM;',
      to: '=== -1) return WRONG_CHECKSUM;',
    },
  ]),
  ...seenBy('integration', 'tests/integration/records-damaged.test.ts', [
    {
      name: 'batch-checksums',
      breaks: 'what is damaged is stepped over without a word',
      file: CHECK,
      from: 'return `The batch of records at offset ${firstOffset}${last} of partition ${partition} cannot be read. ${why}`;',
      to: 'return `${firstOffset}${last}${partition}${why}`.slice(0, 0);',
    },
    {
      name: 'batch-checksums',
      breaks: 'the answers of the compatible client are not looked through',
      file: 'src/core/kafka/kafkajs/library.ts',
      from: 'checkAnswers(interop(connection).prototype);',
      to: '',
    },
  ]),
];
