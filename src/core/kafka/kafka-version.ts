/** API number → highest version a broker offers. */
type HighestVersions = ReadonlyMap<number, number>;

/**
 * The first release that offers an API in at least this version; newest first. Read off Kafka's own clients, release by
 * release. Only APIs that ordinary brokers offer to clients are used. 3.4 offers clients nothing that 3.3 does not.
 */
const FIRST_SIGNS: ReadonlyArray<readonly [release: string, api: number, version: number]> = [
  ['4.3 or newer', 35, 5],
  ['4.2', 2, 11],
  ['4.1', 1, 18],
  ['4.0', 0, 12],
  ['3.9', 1, 17],
  ['3.8', 0, 11],
  ['3.7', 1, 16],
  ['3.6', 24, 4],
  ['3.5', 1, 15],
  ['3.3 or 3.4', 35, 4],
  ['3.2', 35, 3],
  ['3.1', 1, 13],
  ['3.0', 65, 0],
  ['2.8', 60, 0],
  ['2.7', 50, 0],
  ['2.6', 48, 0],
  ['2.5', 9, 7],
  ['2.4', 45, 0],
  ['2.3', 44, 0],
  ['2.2', 43, 0],
  ['2.1', 1, 10],
  ['2.0', 1, 8],
  ['1.1', 1, 7],
  ['1.0', 1, 6],
];

/** Which Kafka a broker is, as far as the API versions it offers tell. */
export function guessKafkaVersion(highest: HighestVersions): string {
  const sign = FIRST_SIGNS.find(([, api, version]) => (highest.get(api) ?? -1) >= version);
  return sign === undefined ? 'older than 1.0' : sign[0];
}
