/** The library is ESM and takes 250 ms to load, so its types are imported here and its code only when first needed. */
export type Library = typeof import('@platformatic/kafka');
export type LibraryConnection = InstanceType<Library['Connection']>;

export async function loadLibrary(): Promise<Library> {
  return import('@platformatic/kafka');
}

/** The requests we send, each by its newest shape: the library gives every version of one request the same arguments. */
type Requests = {
  readonly apiVersions: Library['apiVersionsV3'];
  readonly metadata: Library['metadataV12'];
  readonly listOffsets: Library['listOffsetsV9'];
  readonly describeLogDirs: Library['describeLogDirsV4'];
  readonly describeConfigs: Library['describeConfigsV4'];
  readonly createTopics: Library['createTopicsV7'];
  readonly deleteTopics: Library['deleteTopicsV6'];
  readonly fetch: Library['fetchV17'];
  readonly produce: Library['produceV11'];
  readonly findCoordinator: Library['findCoordinatorV6'];
  readonly offsetFetch: Library['offsetFetchV9'];
  readonly listGroups: Library['listGroupsV5'];
};
export type RequestName = keyof Requests;
export type ArgumentsOf<N extends RequestName> = Parameters<Requests[N]['createRequest']>;
export type AnswerOf<N extends RequestName> = ReturnType<Requests[N]['parseResponse']>;
export type VersionedRequest<N extends RequestName> = Requests[N];

/** Kafka's number for each request. */
export const API_KEYS: Readonly<Record<RequestName, number>> = {
  produce: 0,
  fetch: 1,
  listOffsets: 2,
  metadata: 3,
  offsetFetch: 9,
  findCoordinator: 10,
  listGroups: 16,
  apiVersions: 18,
  createTopics: 19,
  deleteTopics: 20,
  describeConfigs: 32,
  describeLogDirs: 35,
};

/** What a broker offers: API number → lowest and highest version. */
export type ApiRanges = ReadonlyMap<number, { readonly min: number; readonly max: number }>;

/** The newest version of a request that both the broker and the library speak; null where there is none. */
export function newestCommon<N extends RequestName>(
  library: Library,
  ranges: ApiRanges,
  name: N,
): VersionedRequest<N> | null {
  const range = ranges.get(API_KEYS[name]);
  if (range === undefined) return null;
  const modules = library as unknown as Readonly<Record<string, VersionedRequest<N>>>;
  for (let version = range.max; version >= range.min; version--) {
    const found = modules[`${name}V${String(version)}`];
    if (found !== undefined) return found;
  }
  return null;
}
