import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { withFileLock } from './file-lock.ts';
import { SESSION_ENDED } from './issuer-error.ts';
import type { Issuer, Tokens } from './issuer.ts';
import type { Session, SessionStore } from './session.ts';

export type RenewalPorts = {
  readonly issuer: Issuer;
  readonly sessions: SessionStore;
  /** The configuration folder: instances that share it take turns. */
  readonly folder: string;
  /** The session as this instance holds it. */
  current(): Session | null;
  /** Takes in what the issuer gave. */
  accept(tokens: Tokens, before: Session): Promise<void>;
  /** Takes in what another instance on this folder has got meanwhile. */
  adopt(session: Session): Promise<void>;
  /** The issuer ended the session, or another instance signed out. */
  ended(reason: AppError | null): Promise<void>;
};

export type Renewal = {
  /** Asks the issuer for new tokens. However many ask at once, the issuer is asked once. */
  renew(): Promise<void>;
  /** Resolves when nothing is under way. Never rejects. */
  idle(): Promise<void>;
};

/**
 * A refresh token counts once: who shows a used one is taken for a thief and the session ends. So one refresh at a time,
 * over all instances on the folder, each beginning with what is stored by then.
 */
export function createRenewal(ports: RenewalPorts): Renewal {
  const lock = path.join(ports.folder, 'account.lock');
  let running: Promise<void> | null = null;
  return {
    renew() {
      running ??= withFileLock(lock, () => renewOnce(ports)).finally(() => {
        running = null;
      });
      return running;
    },
    idle: () => (running ?? Promise.resolve()).catch(() => undefined),
  };
}

async function renewOnce({ issuer, sessions, current, accept, adopt, ended }: RenewalPorts): Promise<void> {
  const before = current();
  if (before === null) return;
  const stored = await sessions.readAgain();
  if (stored === null) return ended(null);
  if (stored.access.reveal() !== before.access.reveal()) return adopt(stored);
  if (before.refresh === null) {
    return ended(new AppError('LOGIN_REQUIRED', 'The sign-in has ended.', { hint: 'Sign in again.' }));
  }
  try {
    await accept(await issuer.refresh(before.refresh), before);
  } catch (error) {
    if (!(error instanceof AppError) || error.context['oauth'] !== SESSION_ENDED) throw error;
    await ended(error);
    throw error;
  }
}
