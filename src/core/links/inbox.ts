/**
 * Where a host puts links until a page asks. It keeps one, the newest: a page that fires a thousand of them at the app
 * gets one question on the screen, not a thousand.
 */
export type LinkInbox = {
  /** Any text the system says is a link; judged when it is taken. */
  put(text: string): void;
  /** The next one, at once or within this time; null where none comes or the signal ends the waiting. */
  take(waitMs: number, signal: AbortSignal | undefined): Promise<string | null>;
};

type Waiter = (text: string | null) => void;

export function createLinkInbox(): LinkInbox {
  let kept: string | null = null;
  // Several windows may wait; the one that asked last is the one that was used last.
  const waiters: Waiter[] = [];
  return {
    put(text) {
      const waiter = waiters.pop();
      if (waiter === undefined) kept = text;
      else waiter(text);
    },
    take(waitMs, signal) {
      if (kept !== null) {
        const text = kept;
        kept = null;
        return Promise.resolve(text);
      }
      if (signal?.aborted === true) return Promise.resolve(null);
      return new Promise((resolve) => {
        const end = () => settle(null);
        const timer = setTimeout(end, waitMs);
        const settle: Waiter = (text) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', end);
          const at = waiters.indexOf(settle);
          if (at >= 0) waiters.splice(at, 1);
          resolve(text);
        };
        signal?.addEventListener('abort', end, { once: true });
        waiters.push(settle);
      });
    },
  };
}
