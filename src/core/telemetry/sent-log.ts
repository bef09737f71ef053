import type { SentReport } from '../../shared/contract/telemetry.ts';

const KEPT = 50;

/** What was sent, as it was sent, for the settings page. In memory only. */
export type SentLog = {
  /** Written down before it goes out; the answer says how it ended. */
  begin(kind: SentReport['kind'], body: string): (outcome: 'sent' | 'lost') => void;
  /** Newest first. */
  list(): SentReport[];
};

export function createSentLog(clock: () => number): SentLog {
  let reports: ReadonlyArray<SentReport> = [];
  let lastId = 0;
  return {
    begin(kind, body) {
      lastId += 1;
      const id = lastId;
      reports = [{ id, at: clock(), kind, body, outcome: 'sending' as const }, ...reports].slice(0, KEPT);
      return (outcome) => {
        reports = reports.map((report) => (report.id === id ? { ...report, outcome } : report));
      };
    },
    list: () => [...reports],
  };
}
