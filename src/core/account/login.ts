import { AppError } from '../../shared/errors.ts';
import type { SignInOutcome, SignInStart } from '../../shared/contract/account.ts';
import { callbackPage, type CallbackPage } from './callback-page.ts';
import { issuerError } from './issuer-error.ts';
import type { Issuer, Question, Tokens } from './issuer.ts';
import { openLoopback } from './loopback.ts';

/** Nobody waits longer than this for the browser. */
export const LOGIN_LIMIT_MS = 5 * 60_000;

export type LoginPorts = {
  readonly issuer: Issuer;
  /** Tells the issuer's name where something is wrong. */
  readonly issuerUrl: string;
  readonly openBrowser: ((url: string) => Promise<void>) | undefined;
  /** Takes the tokens in; rejects where the licence in them is no good. */
  readonly accept: (tokens: Tokens) => Promise<void>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly limitMs?: number;
};

/** One sign-in, from the question in the browser to its answer. */
export type Login = {
  readonly start: SignInStart;
  outcome(): SignInOutcome;
  /** Resolves when it is over, or after this time. */
  news(waitMs: number): Promise<SignInOutcome>;
  cancel(): void;
};

export async function startLogin(ports: LoginPorts, create: boolean): Promise<Login> {
  const { issuer, limitMs = LOGIN_LIMIT_MS, clock } = ports;
  let outcome: SignInOutcome = { kind: 'waiting' };
  let tellOver: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    tellOver = resolve;
  });
  let question: Question | null = null;
  let isTaken = false;

  const loopback = await openLoopback((callback) => take(callback));
  const timer = setTimeout(() => end({ kind: 'failed', error: tooLate().toData() }), limitMs);

  function end(how: SignInOutcome): void {
    if (outcome.kind !== 'waiting') return;
    outcome = how;
    clearTimeout(timer);
    loopback.close();
    tellOver();
  }

  /** Only the right answer counts, and only once; any other leaves the sign-in as it was. */
  async function take(callback: URL): Promise<CallbackPage> {
    if (question === null || !isAnswerTo(question, callback.searchParams)) return callbackPage('bad');
    if (isTaken || outcome.kind !== 'waiting') return callbackPage('used');
    isTaken = true;
    try {
      const tokens = await issuer.exchange(callback, question.checks);
      // Cancelled while the issuer was asked: what it gave is not taken.
      if (outcomeNow() !== 'waiting') return callbackPage('used');
      await ports.accept(tokens);
      end({ kind: 'done' });
      return callbackPage('done');
    } catch (error) {
      end({ kind: 'failed', error: issuerError(ports.issuerUrl, error).toData() });
      return callbackPage('failed');
    }
  }
  const outcomeNow = (): SignInOutcome['kind'] => outcome.kind;

  try {
    question = await issuer.ask({ redirectUri: loopback.redirectUri, create });
    const { url } = question;
    const wasOpened = await open(ports.openBrowser, url);
    return {
      start: { loginId: ports.newId(), url, wasOpened, expiresAt: clock() + limitMs },
      outcome: () => outcome,
      async news(waitMs) {
        let wait: NodeJS.Timeout | undefined;
        const patience = new Promise<void>((resolve) => {
          wait = setTimeout(resolve, waitMs);
        });
        await Promise.race([over, patience]);
        clearTimeout(wait);
        return outcome;
      },
      cancel: () => end({ kind: 'cancelled' }),
    };
  } catch (error) {
    end({ kind: 'cancelled' });
    throw error;
  }
}

/** The page shows the link as well, so a browser that does not open is no failure. */
async function open(openBrowser: LoginPorts['openBrowser'], url: string): Promise<boolean> {
  if (openBrowser === undefined) return false;
  return openBrowser(url).then(
    () => true,
    () => false,
  );
}

/** Before anything is sent to the issuer: our `state`, each part once, from the issuer we asked. */
function isAnswerTo({ checks, issuer }: Question, answer: URLSearchParams): boolean {
  const one = (name: string): string | null => {
    const values = answer.getAll(name);
    return values.length === 1 ? (values[0] ?? null) : null;
  };
  if (one('state') !== checks.state) return false;
  if (answer.has('iss') ? one('iss') !== issuer.name : issuer.isNamed) return false;
  return (one('code') ?? '') !== '' ? !answer.has('error') : (one('error') ?? '') !== '' && !answer.has('code');
}

function tooLate(): AppError {
  return new AppError('LOGIN_FAILED', 'The sign-in page was not answered within 5 minutes.', {
    hint: 'Start again when you are ready.',
    retryable: true,
  });
}
