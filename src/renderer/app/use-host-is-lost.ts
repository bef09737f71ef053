import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useApp } from './context.tsx';

const TRY_AGAIN_MS = 2000;

/** True while the channel to the core is broken. Meanwhile it is opened again, and then everything on screen is asked anew. */
export function useHostIsLost(): boolean {
  const { connection } = useApp();
  const queries = useQueryClient();
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;
    const stop = connection.onChange((isOpen) => {
      setLost(!isOpen);
      clearTimeout(timer);
      if (!isOpen) {
        timer = setTimeout(() => void connection.channel().catch(() => undefined), TRY_AGAIN_MS);
      } else if (wasLost) {
        void queries.invalidateQueries();
      }
      wasLost = !isOpen;
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [connection, queries]);
  return isLost;
}
