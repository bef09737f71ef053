/** The sender of analytics. Imported only once the user agreed and this build has an address (service.ts). */
import { analyticsBody, type TelemetryEvent } from '../../shared/telemetry.ts';
import type { Post } from './post.ts';
import type { SentLog } from './sent-log.ts';

/** GA4 takes at most 25 events in one request. */
const MAX_EVENTS = 25;
/** More than wait while one request is under way are forgotten. */
const MAX_WAITING = 100;
export const PAUSE_MS = 5_000;

export type AnalyticsOptions = {
  readonly url: string;
  readonly installId: string;
  readonly post: Post;
  readonly sent: SentLog;
  /** How long events are collected before they go together. */
  readonly pauseMs?: number;
};

export type Analytics = {
  note(event: TelemetryEvent): void;
  /** What waits is forgotten: who withdraws takes back also what was not sent yet. */
  stop(): void;
};

/** Collects events and sends them together. What nobody takes is lost: it is kept nowhere and not tried again. */
export function startAnalytics({ url, installId, post, sent, pauseMs = PAUSE_MS }: AnalyticsOptions): Analytics {
  let waiting: ReadonlyArray<TelemetryEvent> = [];
  let timer: NodeJS.Timeout | undefined;
  let isSending = false;
  let isStopped = false;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (isSending || isStopped || waiting.length === 0) return;
    isSending = true;
    const body = analyticsBody(installId, waiting.slice(0, MAX_EVENTS));
    waiting = waiting.slice(MAX_EVENTS);
    const ended = sent.begin('analytics', body);
    try {
      const headers = { 'content-type': 'application/json' };
      const status = await post({ url, purpose: 'analytics', headers, body });
      ended(status < 300 ? 'sent' : 'lost');
    } catch {
      ended('lost'); // Offline, most likely: nobody needs to know more.
    }
    isSending = false;
    if (waiting.length > 0) schedule();
  }

  function schedule(): void {
    if (waiting.length >= MAX_EVENTS) void flush();
    else timer ??= setTimeout(() => void flush(), pauseMs).unref();
  }

  return {
    note(event) {
      if (isStopped || waiting.length >= MAX_WAITING) return;
      waiting = [...waiting, event];
      schedule();
    },
    stop() {
      isStopped = true;
      waiting = [];
      clearTimeout(timer);
    },
  };
}
