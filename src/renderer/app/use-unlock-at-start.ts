import { useEffect, useRef } from 'react';
import { useApp } from './context.tsx';
import { useSecretStore } from './use-secret-store.ts';

/** Asks for the passphrase once, when the app has come up with its passwords locked. Not over another dialog. */
export function useUnlockAtStart(): void {
  const { view } = useApp();
  const { data } = useSecretStore();
  const hasAsked = useRef(false);
  const isLocked = data?.isLocked;
  useEffect(() => {
    if (isLocked === undefined || hasAsked.current) return;
    hasAsked.current = true;
    const { dialog, showDialog } = view.getState();
    if (isLocked && dialog === null) showDialog({ kind: 'unlock-passwords' });
  }, [isLocked, view]);
}
