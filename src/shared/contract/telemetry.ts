import { z } from 'zod';
import { TelemetryEvent } from '../telemetry.ts';
import { procedure, TimestampMs } from './meta.ts';

export const SentReport = z.object({
  id: z.int(),
  at: TimestampMs,
  kind: z.enum(['analytics', 'error report']),
  /** The body, byte for byte as it went out. */
  body: z.string(),
  /** `lost`: nobody answered. It is not tried again and kept nowhere. */
  outcome: z.enum(['sending', 'sent', 'lost']),
});
export type SentReport = z.infer<typeof SentReport>;

export const TelemetryInfo = z.object({
  isOn: z.boolean(),
  /** When the user agreed, and to which version of the text; null where they did not. */
  agreed: z.object({ at: TimestampMs, textVersion: z.int() }).nullable(),
  /** Agreed to an older text: nothing is sent until the user agrees to the one of today. */
  mustAskAgain: z.boolean(),
  /** Random; there is one only while the user agrees. */
  installId: z.string().nullable(),
  /** Where analytics go, without the key; null where this build has no address. */
  analyticsAddress: z.string().nullable(),
  /** Where error reports go; null where this build has no address, or this host sends none. */
  errorAddress: z.string().nullable(),
  /** An error report as it would look, made by the code that makes the real ones. */
  errorExample: z.string(),
  /** The last ones, newest first. In memory only. */
  sent: z.array(SentReport),
});
export type TelemetryInfo = z.infer<typeof TelemetryInfo>;

/** Analytics and error reports: off until the user agrees. */
export const telemetryContract = {
  info: procedure('app', 'read').output(TelemetryInfo),
  /** `textVersion`: the text that was on the screen. */
  setConsent: procedure('app', 'configure')
    .input(z.strictObject({ isOn: z.boolean(), textVersion: z.int().min(1) }))
    .output(TelemetryInfo),
  /** A new random id: to the receiving end, another installation. */
  newId: procedure('app', 'configure').output(TelemetryInfo),
  /** Something of the closed list happened on the screen. Without consent it is forgotten at once. */
  note: procedure('app', 'configure').input(z.strictObject({ event: TelemetryEvent })),
};
