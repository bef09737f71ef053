import { ORPCError } from '@orpc/contract';
import { implement, os } from '@orpc/server';
import { contract, type Contract } from '../../shared/contract/index.ts';
import type { ClusterMode } from '../../shared/contract/clusters.ts';
import type { ProcedureMeta } from '../../shared/contract/meta.ts';
import { AppError, type AppErrorData } from '../../shared/errors.ts';
import { FEATURES, type Feature } from '../../shared/licensing.ts';
import type { Secret } from '../../shared/values/secret.ts';
import { secretsIn } from './secrets-in.ts';
import { toAppError } from './to-app-error.ts';

/** Who is calling. Hosts fill it in; the guard trusts it. */
export type CallContext = {
  readonly caller: { readonly kind: 'desktop' } | { readonly kind: 'console'; readonly user: string };
};

/** What is open to whoever uses the app. */
export type LicencePort = {
  /** Resolves once that is known: a page may ask before the start has found out. */
  ready?(): Promise<void>;
  allows(feature: Feature): boolean;
  /** Why not, where it is for more than the plan: nobody is signed in. */
  refusal?(feature: Feature): AppError | null;
};

/** What the guard asks of others. The licence and role ports are filled in one place: core/app/router.ts. */
export type GuardPorts = {
  readonly licence: LicencePort;
  readonly roles: { allows(caller: CallContext['caller'], meta: ProcedureMeta, clusterId: string | null): boolean };
  /** How a cluster is marked; null where there is no such cluster (the procedure itself will say so). */
  modeOf(clusterId: string): ClusterMode | null;
  /** Takes secrets out of a text: an error shown is as public as a log. */
  mask(text: string): string;
  /** Told every secret that comes in, so that it is masked from then on. */
  onSecret?(secret: Secret): void;
  /** Told every failure that is a bug rather than an expected error. */
  onBug(path: string, error: unknown): void;
  /**
   * Told every call once it is answered, and how many milliseconds it took; `error` is the expected failure somebody was
   * shown, null where there was none. A bug goes to `onBug` alone.
   */
  onAnswered?(path: string, tookMs: number, error: AppError | null): void;
};

/** Refuses with an AppError, or returns. Order: licence → role → read-only (DESIGN: policy, confirmation, audit follow). */
export function decide(
  ports: GuardPorts,
  call: { meta: ProcedureMeta; input: unknown; caller: CallContext['caller'] },
): void {
  const { meta, input, caller } = call;
  if (!ports.licence.allows(meta.feature)) {
    const { plan } = FEATURES[meta.feature];
    throw (
      ports.licence.refusal?.(meta.feature) ??
      new AppError('LICENCE_REQUIRED', `This needs the ${plan} plan (feature: ${meta.feature}).`, {
        hint: 'See Account for your plan and how to change it.',
        context: { feature: meta.feature, plan },
      })
    );
  }
  const clusterId = clusterIdOf(input);
  if (!ports.roles.allows(caller, meta, clusterId)) {
    throw new AppError('FORBIDDEN', 'Your role does not allow this.', { hint: 'Ask an administrator for the right.' });
  }
  const changesCluster = meta.effect === 'write' || meta.effect === 'destroy';
  if (changesCluster && clusterId !== null && ports.modeOf(clusterId) === 'read-only') {
    throw new AppError('READ_ONLY', 'This cluster is marked read-only, so nothing on it is changed.', {
      hint: 'Edit the cluster and choose another mode if you mean to write to it.',
      context: { clusterId },
    });
  }
}

/** Every procedure that touches a cluster names it `clusterId` at the top of its input: a rule the guard's test holds. */
function clusterIdOf(input: unknown): string | null {
  if (typeof input !== 'object' || input === null || !('clusterId' in input)) return null;
  return typeof input.clusterId === 'string' ? input.clusterId : null;
}

/** Turns an AppError into what crosses the wire, masked. A bug keeps its causes to the log: they may say anything. */
function toWire(error: AppError, mask: GuardPorts['mask']): ORPCError<'APP_ERROR', AppErrorData> {
  const { hint, ...data } = error.toData();
  const message = mask(error.message);
  const masked = {
    ...data,
    message,
    ...(hint === undefined ? {} : { hint: mask(hint) }),
    context: Object.fromEntries(
      Object.entries(data.context).map(([name, fact]) => [name, typeof fact === 'string' ? mask(fact) : fact]),
    ),
    causes: error.code === 'INTERNAL' ? [] : data.causes.map(mask),
  };
  return new ORPCError('APP_ERROR', { status: 422, defined: true, message, data: masked });
}

/** Order is: translate errors → validate input → judge → handler. So the guard judges what the handler will see. */
export const GUARD_CONFIG = { initialInputValidationIndex: -1, initialOutputValidationIndex: -1 } as const;

/** Whatever a procedure throws leaves as an AppError; bugs are told to the port first. */
export function translateErrors(ports: GuardPorts) {
  return os.$context<CallContext>().middleware(async ({ next, path }) => {
    const start = performance.now();
    const answered = (error: AppError | null) =>
      ports.onAnswered?.(path.join('.'), Math.round(performance.now() - start), error);
    try {
      const result = await next();
      answered(null);
      return result;
    } catch (error) {
      const known = toAppError(error);
      if (known.code === 'INTERNAL') ports.onBug(path.join('.'), error);
      else answered(known);
      throw toWire(known, ports.mask);
    }
  });
}

/** Lets a call through to its procedure, or refuses it. */
export function judge(ports: GuardPorts) {
  return os.$context<CallContext>().middleware(async ({ next, procedure, context }, input: unknown) => {
    const meta = procedure['~orpc'].meta as ProcedureMeta; // The contract cannot be written without it.
    if (ports.onSecret !== undefined) for (const secret of secretsIn(input)) ports.onSecret(secret);
    // What everybody may do needs to wait for nobody.
    if (meta.feature !== 'app') await ports.licence.ready?.();
    decide(ports, { meta, input, caller: context.caller });
    return next();
  });
}

/** The contract with the guard in front of every procedure. Rooms implement their procedures on it. */
export function createImplementer(ports: GuardPorts) {
  return implement(contract)
    .$context<CallContext>()
    .$config(GUARD_CONFIG)
    .use(translateErrors(ports))
    .use(judge(ports));
}

export type Implementer = ReturnType<typeof createImplementer>;
export type { Contract };
