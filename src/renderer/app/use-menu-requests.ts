import { useEffect } from 'react';
import { useApp } from './context.tsx';

/** What the desktop's native menu asks for arrives as a message of the preload script. */
export function useMenuRequests(): void {
  const { view } = useApp();
  useEffect(() => {
    function onMessage(event: MessageEvent): void {
      if (event.source === window && event.data === 'show:support') view.getState().openSupport();
    }
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, [view]);
}
