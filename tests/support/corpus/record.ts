/** A record that was made to hurt whoever shows it. */
export type HostileRecord = {
  /** Its family and which one of it, for the message of a failed test. */
  readonly name: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Names are bytes: nothing on the way to a broker enforces that they are text. */
  readonly headers: ReadonlyArray<readonly [Buffer, Buffer | null]>;
  /** Milliseconds, any 64-bit number; the time of producing where absent. */
  readonly timestamp?: bigint;
};

/** A record of which only the value matters. */
export function valueRecord(name: string, value: Buffer | string | null): HostileRecord {
  return { name, key: Buffer.from(name), value: typeof value === 'string' ? Buffer.from(value) : value, headers: [] };
}

/** The same text wherever a record can have one. */
export function everywhere(name: string, text: string | Buffer): HostileRecord {
  const bytes = Buffer.from(text);
  return { name, key: bytes, value: bytes, headers: [[bytes, bytes]] };
}
