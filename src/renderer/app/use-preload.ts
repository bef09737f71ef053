import { useEffect } from 'react';
import { PRELOADED } from './rooms.ts';

/** Fetches the rooms that will be wanted soon, once the screen is up and the page has a moment. */
export function usePreload(): void {
  useEffect(() => {
    const handle = requestIdleCallback(() => PRELOADED.forEach((room) => room.preload()), { timeout: 2000 });
    return () => cancelIdleCallback(handle);
  }, []);
}
