import { useEffect, useState } from 'react';

/** Whole seconds until a time, counting down; 0 where it is null or has passed. */
export function useSecondsUntil(time: number | null, clock: () => number): number {
  const [now, setNow] = useState(clock);
  const seconds = time === null ? 0 : Math.max(0, Math.ceil((time - now) / 1000));
  useEffect(() => {
    if (time === null) return undefined;
    const timer = setInterval(() => setNow(clock()), 250);
    return () => clearInterval(timer);
  }, [time, clock]);
  return seconds;
}
