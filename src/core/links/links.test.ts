import { call } from '@orpc/server';
import { expect, it } from 'vitest';
import { createImplementer } from '../guard/index.ts';
import { createLinkInbox, linksProcedures } from './index.ts';

const DESKTOP = { caller: { kind: 'desktop' } } as const;

function setUp() {
  const inbox = createLinkInbox();
  const told: unknown[] = [];
  const os = createImplementer({
    licence: { allows: () => true },
    roles: { allows: () => true },
    modeOf: () => null,
    mask: (text) => text,
    onBug: (_path, error) => told.push(error),
  });
  const { next } = linksProcedures(os, { inbox, log: { warn: (event, facts) => told.push([event, facts]) } });
  return { inbox, told, next: (waitMs: number) => call(next, { waitMs }, { context: DESKTOP }) };
}

it('hands over a link that came before anybody asked, once', async () => {
  const { inbox, next } = setUp();
  inbox.put('conduktor://prod/orders/3/42');
  expect(await next(0)).toEqual({ link: { cluster: 'prod', topic: 'orders', partition: 3, offset: '42' } });
  expect(await next(0)).toEqual({ link: null });
});

it('hands over a link to who waits, and to the one who asked last', async () => {
  const { inbox, next } = setUp();
  const first = next(1000);
  const second = next(1000);
  await new Promise((resolve) => setTimeout(resolve, 5));
  inbox.put('conduktor://b');
  expect((await second).link?.cluster).toBe('b');
  inbox.put('conduktor://a');
  expect((await first).link?.cluster).toBe('a');
});

it('refuses what is no link, says so without its text, and goes on waiting @securityTest deep-link-refused', async () => {
  const { inbox, next, told } = setUp();
  const waiting = next(1000);
  await new Promise((resolve) => setTimeout(resolve, 5));
  inbox.put('conduktor://prod/../../etc?password=hunter-2');
  await new Promise((resolve) => setTimeout(resolve, 5));
  inbox.put('conduktor://ok');
  expect((await waiting).link?.cluster).toBe('ok');
  expect(told).toEqual([['link.refused', { characters: 44 }]]);
});

it('keeps one of a thousand', async () => {
  const { inbox, next } = setUp();
  for (let index = 0; index < 1000; index++) inbox.put(`conduktor://c${index}`);
  expect((await next(0)).link?.cluster).toBe('c999');
  expect((await next(0)).link).toBeNull();
});
