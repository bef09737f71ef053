import { z } from 'zod';
import type { FileFormat } from './format.ts';
import type { SettingsFile } from './settings-file.ts';

const Agreement = z.strictObject({
  /** Milliseconds since 1970. */
  at: z.int(),
  textVersion: z.int().min(1),
  installId: z.uuid(),
});
export type TelemetryAgreement = Readonly<z.infer<typeof Agreement>>;

const Stored = z.strictObject({ agreement: Agreement.nullable() });
type Stored = Readonly<z.infer<typeof Stored>>;

export const telemetryFormat: FileFormat<Stored> = {
  name: 'telemetry',
  title: 'The choice about usage and error reports',
  version: 1,
  entries: Stored,
  empty: { agreement: null },
  migrations: [],
  // A withdrawn id must be gone, not be kept five times over. A damaged file is a "no".
  withoutBackups: true,
};

/** Whether the user agreed to reports, when, and to which text. */
export type TelemetryStore = {
  get(): TelemetryAgreement | null;
  /** Null withdraws: nothing of the agreement stays. */
  save(agreement: TelemetryAgreement | null): Promise<void>;
};

export function createTelemetryStore(file: SettingsFile<Stored>): TelemetryStore {
  return { get: () => file.entries().agreement, save: (agreement) => file.update(() => ({ agreement })) };
}
