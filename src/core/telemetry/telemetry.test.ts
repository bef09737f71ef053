import { expect, test, vi } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { BUTTONS, CONSENT_TEXT, telemetryCatalogue, TelemetryEvent } from '../../shared/telemetry.ts';
import { startAnalytics } from './analytics.ts';
import { createSentLog } from './sent-log.ts';
import { telemetryTargets } from './targets.ts';
import { settle, stage, WAIT } from './testing.ts';

const CLICK = { name: 'button_clicked', button: 'clusters.new', way: 'mouse' } as const;
const AGREED = { at: 5, textVersion: CONSENT_TEXT.version, installId: '11111111-1111-4111-8111-111111111111' };

test('without consent nothing is loaded and nothing is sent @securityTest telemetry-off-loads-nothing', async () => {
  const { telemetry, posted, loaded } = stage();
  telemetry.note(CLICK);
  telemetry.report(new Error('x'), 'topics.list');
  await settle();
  expect({ posted, loaded }).toEqual({ posted: [], loaded: [] });
});

test('the same with consent loads and sends: the check above can fail', async () => {
  const { telemetry, posted, loaded } = stage({ stored: AGREED });
  telemetry.note(CLICK);
  telemetry.report(new Error('x'), 'topics.list');
  await vi.waitFor(() => {
    expect(loaded.toSorted()).toEqual(['analytics', 'error reports']);
    expect(posted.map(({ purpose }) => purpose).toSorted()).toEqual(['analytics', 'error report']);
  }, WAIT);
});

test('with consent but without an address nothing is loaded either', async () => {
  const { telemetry, posted, loaded } = stage({ stored: AGREED, targets: { analytics: null, errors: null } });
  telemetry.note(CLICK);
  await settle();
  expect({ posted, loaded }).toEqual({ posted: [], loaded: [] });
  expect(telemetry.info()).toMatchObject({ isOn: true, analyticsAddress: null, errorAddress: null });
});

test('an event goes out with the random id and nothing of the user @securityTest telemetry-body', async () => {
  const { telemetry, posted } = stage({ stored: AGREED });
  telemetry.note(CLICK);
  await vi.waitFor(() => expect(telemetry.info().sent).toMatchObject([{ outcome: 'sent' }]), WAIT);
  expect(posted).toEqual([
    {
      url: 'https://sink.example/mp/collect?measurement_id=G-1&api_secret=s3cr3t',
      purpose: 'analytics',
      body: JSON.stringify({
        client_id: AGREED.installId,
        non_personalized_ads: true,
        consent: { ad_user_data: 'DENIED', ad_personalization: 'DENIED' },
        events: [{ name: 'button_clicked', params: { button: 'clusters.new', way: 'mouse' } }],
      }),
    },
  ]);
  expect(telemetry.info().sent).toMatchObject([{ kind: 'analytics', outcome: 'sent', body: posted[0]?.body }]);
  expect(JSON.stringify(telemetry.info())).not.toContain('s3cr3t');
});

test('an id is made on consent, another on demand, and is gone when consent is withdrawn', async () => {
  const { telemetry, agreement, posted } = stage();
  const first = await telemetry.setConsent({ isOn: true, textVersion: CONSENT_TEXT.version });
  expect(first).toMatchObject({ isOn: true, agreed: { at: 1_000, textVersion: CONSENT_TEXT.version } });
  const second = await telemetry.newId();
  expect(second.installId).not.toBe(first.installId);
  telemetry.note(CLICK);
  expect(await telemetry.setConsent({ isOn: false, textVersion: CONSENT_TEXT.version })).toMatchObject({
    isOn: false,
    agreed: null,
    installId: null,
  });
  expect(agreement()).toBeNull();
  telemetry.note(CLICK);
  telemetry.report(new Error('x'), null);
  await settle();
  expect(posted).toEqual([]); // What waited when it was withdrawn did not go out either.
});

test('a text of another version cannot be agreed to, and an old agreement does not count', async () => {
  const { telemetry, posted } = stage({ stored: { ...AGREED, textVersion: CONSENT_TEXT.version + 1 } });
  expect(telemetry.info()).toMatchObject({ isOn: false, mustAskAgain: true });
  telemetry.note(CLICK);
  await expect(telemetry.setConsent({ isOn: true, textVersion: 99 })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await settle();
  expect(posted).toEqual([]);
});

test('events of one moment go together, at most 25 at once', async () => {
  const { telemetry, posted } = stage({ stored: AGREED, pauseMs: 5 });
  for (let count = 0; count < 60; count += 1) telemetry.note(CLICK);
  await vi.waitFor(() => {
    const sizes = posted.map(({ body }) => (JSON.parse(body) as { events: unknown[] }).events.length);
    expect(sizes).toEqual([25, 25, 10]);
  }, WAIT);
});

test('offline, what nobody takes is lost and what waits stays bounded', async () => {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const bodies: string[] = [];
  const sent = createSentLog(() => 0);
  const post = async ({ body }: { readonly body: string }) => {
    bodies.push(body);
    await gate;
    throw new AppError('HOST_UNKNOWN', 'offline');
  };
  const analytics = startAnalytics({ url: 'https://x', installId: 'id', post, sent, pauseMs: 1 });
  for (let count = 0; count < 1000; count += 1) analytics.note(CLICK);
  open();
  // The 25 that were under way, and the 100 that may wait.
  const lost = Array.from({ length: 5 }, () => ({ outcome: 'lost' }));
  await vi.waitFor(() => expect(sent.list()).toMatchObject(lost), WAIT);
  await settle();
  expect(bodies).toHaveLength(5);
});

test('the last 50 are kept as they were sent, newest first', () => {
  const sent = createSentLog(() => 7);
  for (let count = 1; count <= 60; count += 1) sent.begin('analytics', `body ${count}`)('sent');
  expect(sent.list()).toHaveLength(50);
  expect(sent.list()[0]).toEqual({ id: 60, at: 7, kind: 'analytics', body: 'body 60', outcome: 'sent' });
});

test('no free text fits into an event: every parameter is one of a closed list @securityTest telemetry-closed', () => {
  for (const { name, params } of telemetryCatalogue()) {
    for (const param of params) {
      expect(param.values.length, `${name}.${param.name}`).toBeGreaterThan(0);
      const others = Object.fromEntries(params.map((each) => [each.name, each.values[0]]));
      expect(TelemetryEvent.safeParse({ name, ...others }).success).toBe(true);
      expect(TelemetryEvent.safeParse({ name, ...others, [param.name]: 'orders-topic' }).success).toBe(false);
    }
    const given = Object.fromEntries(params.map((each) => [each.name, each.values[0]]));
    expect(TelemetryEvent.safeParse({ name, ...given, topic: 'orders' }).success).toBe(false);
  }
  expect(TelemetryEvent.safeParse({ name: 'topic_opened' }).success).toBe(false);
  // Google refuses longer names and values.
  for (const { name, params } of telemetryCatalogue()) {
    expect(name).toMatch(/^[a-z_]{1,40}$/);
    for (const param of params) for (const value of param.values) expect(value.length).toBeLessThanOrEqual(100);
  }
  expect(new Set(BUTTONS).size).toBe(BUTTONS.length);
});

test('the environment points reports elsewhere; nothing is built in', () => {
  expect(telemetryTargets({})).toEqual({ analytics: null, errors: null });
  const env = {
    CONDUKTOR_GA_ENDPOINT: 'http://127.0.0.1:9/base/',
    CONDUKTOR_GA_ID: 'G-1',
    CONDUKTOR_GA_SECRET: 'a&b',
    CONDUKTOR_SENTRY_DSN: 'http://key@127.0.0.1:9/42',
  };
  expect(telemetryTargets(env)).toEqual({
    analytics: {
      url: 'http://127.0.0.1:9/base/mp/collect?measurement_id=G-1&api_secret=a%26b',
      shown: 'http://127.0.0.1:9/base/mp/collect?measurement_id=G-1',
    },
    errors: { dsn: 'http://key@127.0.0.1:9/42', shown: 'http://127.0.0.1:9/42' },
  });
  expect(telemetryTargets({ ...env, CONDUKTOR_GA_SECRET: '' }).analytics).toBeNull();
  expect(telemetryTargets({ ...env, CONDUKTOR_SENTRY_DSN: 'no address' }).errors).toBeNull();
});
