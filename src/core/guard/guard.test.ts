import { call, implement } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ClusterId, procedure, SecretInput } from '../../shared/contract/meta.ts';
import type { ClusterMode } from '../../shared/contract/clusters.ts';
import { AppError } from '../../shared/errors.ts';
import { mask } from '../logging/index.ts';
import { GUARD_CONFIG, judge, translateErrors, type CallContext, type GuardPorts } from './guard.ts';

const OnCluster = z.strictObject({ clusterId: ClusterId, count: z.int().min(1, 'At least one').default(1) });

/** One procedure per effect, and two that take other inputs. */
const small = {
  look: procedure('topics.read', 'read').input(OnCluster),
  arrange: procedure('clusters', 'configure').input(OnCluster),
  change: procedure('topics.read', 'write').input(OnCluster),
  wreck: procedure('topics.read', 'destroy').input(OnCluster),
  plain: procedure('app', 'read'),
  save: procedure('clusters', 'configure').input(z.strictObject({ deep: z.strictObject({ password: SecretInput }) })),
  answer: procedure('app', 'read').output(z.object({ ok: z.boolean() })),
};

const DESKTOP: CallContext = { caller: { kind: 'desktop' } };

function setUp(changes: Partial<GuardPorts> = {}) {
  const entered: unknown[] = [];
  const bugs: Array<readonly [string, unknown]> = [];
  const ports: GuardPorts = {
    licence: { allows: () => true },
    roles: { allows: () => true },
    modeOf: () => 'normal',
    mask,
    onBug: (path, error) => void bugs.push([path, error]),
    ...changes,
  };
  const os = implement(small)
    .$context<CallContext>()
    .$config(GUARD_CONFIG)
    .use(translateErrors(ports))
    .use(judge(ports));
  return { os, entered, bugs, enter: ({ input }: { input: unknown }) => void entered.push(input) };
}

const INPUT = { clusterId: 'c' } as const;
const CHANGING = ['change', 'wreck'] as const;
const ALL = ['look', 'arrange', 'change', 'wreck'] as const;

describe('a read-only cluster', () => {
  it.each(CHANGING)('refuses to %s, and the handler is not entered', async (name) => {
    const { os, entered, enter, bugs } = setUp({
      modeOf: (id): ClusterMode | null => (id === 'c' ? 'read-only' : null),
    });
    await expect(call(os[name].handler(enter), INPUT, { context: DESKTOP })).rejects.toMatchObject({
      code: 'APP_ERROR',
      defined: true,
      data: { code: 'READ_ONLY', context: { clusterId: 'c' }, hint: expect.any(String) },
    });
    expect(entered).toEqual([]);
    expect(bugs).toEqual([]);
  });

  it.each(['look', 'arrange'] as const)('lets one %s', async (name) => {
    const { os, entered, enter } = setUp({ modeOf: () => 'read-only' });
    await call(os[name].handler(enter), INPUT, { context: DESKTOP });
    expect(entered).toEqual([{ clusterId: 'c', count: 1 }]);
  });

  it('does not hinder another cluster, nor one that is production or unknown', async () => {
    const modes: Record<string, ClusterMode> = { c: 'read-only', p: 'production', n: 'normal' };
    const { os, entered, enter } = setUp({ modeOf: (id) => modes[id] ?? null });
    for (const clusterId of ['p', 'n', 'x']) await call(os.change.handler(enter), { clusterId }, { context: DESKTOP });
    expect(entered).toHaveLength(3);
  });
});

describe('licence and role', () => {
  it.each(ALL)('are asked before %s', async (name) => {
    const { os, entered, enter } = setUp({ licence: { allows: () => false } });
    await expect(call(os[name].handler(enter), INPUT, { context: DESKTOP })).rejects.toMatchObject({
      data: { code: 'LICENCE_REQUIRED', context: { plan: 'free' } },
    });
    const strict = setUp({ roles: { allows: () => false } });
    await expect(call(strict.os[name].handler(enter), INPUT, { context: DESKTOP })).rejects.toMatchObject({
      data: { code: 'FORBIDDEN' },
    });
    expect(entered).toEqual([]);
  });

  it('are told who asks, for what, and on which cluster', async () => {
    const asked: unknown[] = [];
    const { os, enter } = setUp({ roles: { allows: (...question) => asked.push(question) > 0 } });
    const caller = { kind: 'console', user: 'ann' } as const;
    await call(os.wreck.handler(enter), INPUT, { context: { caller } });
    await call(os.plain.handler(enter), undefined, { context: { caller } });
    expect(asked).toEqual([
      [caller, { feature: 'topics.read', effect: 'destroy' }, 'c'],
      [caller, { feature: 'app', effect: 'read' }, null],
    ]);
  });

  it('come in this order: licence, role, read-only', async () => {
    const no = { allows: () => false };
    const codes: unknown[] = [];
    const steps: ReadonlyArray<Partial<GuardPorts>> = [{ licence: no, roles: no }, { roles: no }, {}];
    for (const step of steps) {
      const { os, enter } = setUp({ modeOf: () => 'read-only', ...step });
      await call(os.wreck.handler(enter), INPUT, { context: DESKTOP }).catch((error: { data: { code: string } }) =>
        codes.push(error.data.code),
      );
    }
    expect(codes).toEqual(['LICENCE_REQUIRED', 'FORBIDDEN', 'READ_ONLY']);
  });
});

describe('bad input', () => {
  it.each([
    [{ clusterId: 'c', count: 0 }, 'count', 'count: At least one'],
    [{ clusterId: '' }, 'clusterId', /^clusterId: /],
    [{ clusterId: 'c', extra: 1 }, '', /extra/],
    [undefined, '', /./],
    [{ clusterId: ['c'] }, 'clusterId', /^clusterId: /],
  ])('%j names its field', async (input, field, message) => {
    const { os, entered, enter, bugs } = setUp();
    await expect(call(os.look.handler(enter), input as never, { context: DESKTOP })).rejects.toMatchObject({
      data: {
        code: 'BAD_INPUT',
        context: { field },
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      },
    });
    expect(entered).toEqual([]);
    expect(bugs).toEqual([]);
  });

  it('names a nested field, and does not repeat a secret that stood in it', async () => {
    const { os, enter } = setUp();
    const input = { deep: { password: { kind: 'set', value: 'hunter-two', more: 'hunter-three' } } } as never;
    const error: unknown = await call(os.save.handler(enter), input, { context: DESKTOP }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ data: { code: 'BAD_INPUT', context: { field: 'deep.password' } } });
    expect(JSON.stringify(error)).not.toContain('hunter');
  });

  it('is refused before a licence is asked for, and cannot slip another cluster by the guard', async () => {
    const seen: string[] = [];
    const { os, enter } = setUp({ modeOf: (id) => (seen.push(id), 'read-only') });
    const hostile = JSON.parse('{"__proto__":{"clusterId":"free"},"clusterId":"c"}') as { clusterId: string };
    await expect(call(os.wreck.handler(enter), hostile, { context: DESKTOP })).rejects.toMatchObject({
      code: 'APP_ERROR',
    });
    expect(seen.filter((id) => id !== 'c')).toEqual([]);
  });
});

describe('failures', () => {
  it('that are expected pass as they are', async () => {
    const { os, bugs } = setUp();
    const handler = os.plain.handler(() => {
      throw new AppError('TIMEOUT', 'No answer.', {
        hint: 'Again.',
        retryable: true,
        context: { n: 1 },
        cause: new Error('slow'),
      });
    });
    await expect(call(handler, undefined, { context: DESKTOP, path: ['plain'] })).rejects.toMatchObject({
      data: {
        code: 'TIMEOUT',
        message: 'No answer.',
        hint: 'Again.',
        retryable: true,
        context: { n: 1 },
        causes: ['slow'],
      },
    });
    expect(bugs).toEqual([]);
  });

  it('that are bugs tell nothing of themselves but to the log', async () => {
    const { os, bugs } = setUp();
    const bug = new TypeError('cannot read /home/ann/secret of undefined', { cause: new Error('inner') });
    const handler = os.plain.handler(() => {
      throw bug;
    });
    const error: unknown = await call(handler, undefined, { context: DESKTOP, path: ['plain'] }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ data: { code: 'INTERNAL', causes: [], context: {} } });
    expect(JSON.stringify(error)).not.toMatch(/ann|inner|undefined/);
    expect(error).not.toHaveProperty('cause.message', bug.message);
    expect(bugs).toEqual([['plain', bug]]);
  });

  it.each([['text'], [null], [undefined], [42]])('thrown as %j are bugs too', async (thrown) => {
    const { os, bugs } = setUp();
    const handler = os.plain.handler(() => {
      throw thrown as unknown;
    });
    await expect(call(handler, undefined, { context: DESKTOP, path: ['plain'] })).rejects.toMatchObject({
      data: { code: 'INTERNAL' },
    });
    expect(bugs).toEqual([['plain', thrown]]);
  });

  it('of an answer that breaks the contract are bugs', async () => {
    const { os, bugs } = setUp();
    const handler = os.answer.handler(() => ({ ok: 'hunter-two' }) as never);
    const error: unknown = await call(handler, undefined, { context: DESKTOP, path: ['plain'] }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ data: { code: 'INTERNAL' } });
    expect(JSON.stringify(error)).not.toContain('hunter');
    expect(bugs).toHaveLength(1);
  });

  it('have secrets masked in message, hint, facts and causes', async () => {
    const { os } = setUp();
    const handler = os.plain.handler(() => {
      throw new AppError('KAFKA_ERROR', 'GET https://u:hunter-1@h failed', {
        hint: 'password=hunter-2',
        context: { url: 'https://h/?token=hunter-3', n: 3 },
        cause: new Error('{"password":"hunter-4"}', { cause: 'Bearer hunter-5-token' }),
      });
    });
    const error: unknown = await call(handler, undefined, { context: DESKTOP, path: ['plain'] }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ data: { context: { n: 3 } } });
    expect(JSON.stringify(error)).not.toContain('hunter');
    expect(String((error as Error).message)).not.toContain('hunter');
  });
});
