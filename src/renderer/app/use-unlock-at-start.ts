import { useEffect, useRef } from 'react';
import { useApp } from './context.tsx';
import { useSecretStore } from './use-secret-store.ts';

/**
 * Asks for the passphrase once, when the app has come up with its passwords locked. Not over another dialog, and not
 * before it is known who is signed in: that closes whatever is open.
 */
export function useUnlockAtStart(isKnown: boolean): void {
  const { view } = useApp();
  const { data } = useSecretStore();
  const hasAsked = useRef(false);
  const isLocked = data?.isLocked;
  useEffect(() => {
    if (!isKnown || isLocked === undefined || hasAsked.current) return;
    hasAsked.current = true;
    const { dialog, showDialog } = view.getState();
    if (isLocked && dialog === null) showDialog({ kind: 'unlock-passwords' });
  }, [isKnown, isLocked, view]);
}
