import { describe, expect, it } from 'vitest';
import { backoffMs, Bell, pause, Turns } from './signals.ts';

const never = new AbortController().signal;

describe('the bell', () => {
  it('wakes who waits, and does not let a ring between looking and waiting pass', async () => {
    const bell = new Bell();
    const seen = bell.rings;
    const waiting = bell.wait(seen, 60_000, never);
    bell.ring();
    await waiting;
    await bell.wait(seen, 60_000, never);
    expect(bell.rings).toBe(seen + 1);
  });

  it('ends a wait at once when the signal fires', async () => {
    const abort = new AbortController();
    const waiting = pause(60_000, abort.signal);
    abort.abort();
    await waiting;
    await pause(60_000, abort.signal);
  });
});

describe('turns', () => {
  it('run one after the other, also after one that failed', async () => {
    const turns = new Turns();
    const order: number[] = [];
    const failing = turns.run(() => Promise.reject(new Error('first')));
    const second = turns.run(() => Promise.resolve(order.push(2)));
    const third = turns.run(() => Promise.resolve(order.push(3)));
    await expect(failing).rejects.toThrow('first');
    await Promise.all([second, third]);
    expect(order).toEqual([2, 3]);
  });
});

describe('the backoff', () => {
  it('doubles with jitter and is capped at five seconds', () => {
    expect([0, 1, 2, 20].map((attempt) => backoffMs(attempt, () => 0))).toEqual([50, 100, 200, 2500]);
    expect([0, 1, 2, 20].map((attempt) => backoffMs(attempt, () => 1))).toEqual([100, 200, 400, 5000]);
  });
});
