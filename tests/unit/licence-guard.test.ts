import { call, implement, type AnyProcedure } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createImplementer, type CallContext } from '../../src/core/guard/index.ts';
import { contract } from '../../src/shared/contract/index.ts';
import { Feature, FEATURES } from '../../src/shared/licensing.ts';
import { openCoreApp, type CoreApp } from '../support/core-app.ts';
import { createLicenceSigner, type LicenceSigner } from '../support/licences.ts';
import { sampleInput } from '../support/sample-input.ts';
import { contractProcedures, procedureAt, type ContractProcedure } from '../support/walk-procedures.ts';

const CONTEXT: CallContext = { caller: { kind: 'desktop' } };
const ALL = contractProcedures();
const OPEN_TO_ALL = ALL.filter(({ meta }) => meta.feature === 'app');
const LICENSED = ALL.filter(({ meta }) => meta.feature !== 'app');

type Outcome = { readonly code: string; readonly context: Readonly<Record<string, unknown>> };

/** How the real router answers a valid call. `ENTERED`: the guard let it through; a stand-in is all that was done. */
async function outcomeOf(router: object, { path, input }: ContractProcedure): Promise<Outcome> {
  const procedure = procedureAt(router, path) as AnyProcedure;
  const definition = procedure['~orpc'] as { handler: unknown };
  const { handler } = definition;
  let hasEntered = false;
  definition.handler = () => {
    hasEntered = true;
    throw new Error('entered');
  };
  try {
    await call(procedure, input === undefined ? undefined : sampleInput(input), { context: CONTEXT, path: [...path] });
    return { code: 'ANSWERED', context: {} };
  } catch (error) {
    const { data } = error as { data?: { code?: string; context?: Record<string, unknown> } };
    return { code: hasEntered ? 'ENTERED' : (data?.code ?? String(error)), context: data?.context ?? {} };
  } finally {
    definition.handler = handler;
  }
}

/** The check: which procedures answer otherwise than they must. */
async function leaksOf(
  router: object,
  procedures: ReadonlyArray<ContractProcedure>,
  isRight: (outcome: Outcome, procedure: ContractProcedure) => boolean,
): Promise<string[]> {
  const leaks: string[] = [];
  for (const procedure of procedures) {
    const outcome = await outcomeOf(router, procedure);
    if (!isRight(outcome, procedure)) leaks.push(`${procedure.name}: ${outcome.code}`);
  }
  return leaks;
}

const asksToSignIn = ({ code }: Outcome) => code === 'LOGIN_REQUIRED';
const isEntered = ({ code }: Outcome) => code === 'ENTERED';

/** A router of stand-ins whose guard says yes to everything. */
function brokenRouter(): object {
  const os = createImplementer({
    licence: { allows: () => true },
    roles: { allows: () => true },
    modeOf: () => null,
    mask: (text) => text,
    onBug: () => undefined,
  });
  return standIns(os as unknown as Handled);
}

type Handled = { readonly [key: string]: Handled } & { handler?: (work: () => never) => object };

function standIns(os: Handled): object {
  const router: Record<string, Record<string, unknown>> = {};
  for (const { path } of ALL) {
    const [service = '', name = ''] = path;
    const procedure = os[service]?.[name];
    router[service] = { ...router[service], [name]: procedure?.handler?.(() => never()) };
  }
  return router;
}

function never(): never {
  throw new Error('a stand-in');
}

describe('without the licence it needs every procedure refuses before it does anything', () => {
  let signer: LicenceSigner;
  let core: CoreApp;
  const importLicence = async (licence: object): Promise<void> => {
    const procedure = procedureAt(core.app.router, ['account', 'importLicence']) as AnyProcedure;
    await call(procedure, { text: await signer.sign(licence) }, { context: CONTEXT });
  };

  beforeAll(async () => {
    signer = await createLicenceSigner();
    core = await openCoreApp({ licenceKeys: signer.keys });
  });
  afterAll(() => core.close());

  it('walks the whole contract', () => {
    expect(ALL.length).toBeGreaterThan(50);
    expect(LICENSED.length).toBeGreaterThan(40);
    expect(OPEN_TO_ALL.map(({ name }) => name)).toContain('account.signIn');
  });

  it(`signed out: LOGIN_REQUIRED from ${LICENSED.length} procedures @securityTest licence-guard-signed-out`, async () => {
    expect(await leaksOf(core.app.router, LICENSED, asksToSignIn)).toEqual([]);
    expect(await leaksOf(core.app.router, OPEN_TO_ALL, isEntered)).toEqual([]);
  });

  it(`a licence without its feature: LICENCE_REQUIRED, naming feature and plan @securityTest licence-guard-feature`, async () => {
    const needed = [...new Set(LICENSED.map(({ meta }) => meta.feature))];
    for (const missing of needed) {
      await importLicence({ plan: 'pro', features: Feature.options.filter((feature) => feature !== missing) });
      const those = LICENSED.filter(({ meta }) => meta.feature === missing);
      const names = ({ code, context }: Outcome) =>
        code === 'LICENCE_REQUIRED' && context['feature'] === missing && context['plan'] === FEATURES[missing].plan;
      expect(await leaksOf(core.app.router, those, names)).toEqual([]);
      const others = ALL.filter(({ meta }) => meta.feature !== missing);
      expect(await leaksOf(core.app.router, others, isEntered)).toEqual([]);
    }
  });

  it('with the licence all of them are let through', async () => {
    await importLicence({ plan: 'enterprise' });
    expect(await leaksOf(core.app.router, ALL, isEntered)).toEqual([]);
  });

  it('twin: a guard that says yes to everything is caught at every procedure', async () => {
    const leaks = await leaksOf(brokenRouter(), LICENSED, asksToSignIn);
    expect(leaks).toHaveLength(LICENSED.length);
  });

  it('twin: one procedure made without the guard is caught by its name', async () => {
    const unguarded = standIns(implement(contract).$context<CallContext>() as unknown as Handled) as Record<
      string,
      Record<string, unknown>
    >;
    const fresh = await openCoreApp({ licenceKeys: signer.keys });
    try {
      const router = { ...(fresh.app.router as unknown as Record<string, Record<string, unknown>>) };
      router['topics'] = { ...router['topics'], list: unguarded['topics']?.['list'] };
      expect(await leaksOf(router, LICENSED, asksToSignIn)).toEqual(['topics.list: ENTERED']);
    } finally {
      await fresh.close();
    }
  });
});
