import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Addresses of this machine other than 127.0.0.1. */
export function otherAddresses(): ReadonlyArray<string> {
  const found = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return ['::1', '127.0.0.2', ...found.map(({ address }) => address)].filter(
    (address) => address !== '127.0.0.1' && !address.startsWith('fe80'),
  );
}

export function withHost(url: URL, host: string): Promise<number> {
  return rawGet(url.href, `${url.pathname}${url.search}`, host);
}

/** A GET with exactly this target, which `fetch` would put in order first. 0: the server closed without an answer. */
export function rawGet(at: string, target: string, host = new URL(at).host): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(at).port) });
    let answer = '';
    socket.setTimeout(5000, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)));
    socket.write(Buffer.from(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, 'latin1'));
  });
}

/** The good answer, with something wrong in it: a byte, a part, an order, a length. Never the good one itself. */
export function fuzzedTarget(good: URL, random: () => number): string {
  const target = `${good.pathname}${good.search}`;
  const whole = Math.floor(random() * 8);
  const at = Math.floor(random() * target.length);
  const character = String.fromCharCode(Math.floor(random() * 256));
  const parts = [...good.searchParams];
  const state = good.searchParams.get('state') ?? '';
  const inState = target.indexOf(state) + Math.floor(random() * state.length);
  const made = [
    () => target.slice(0, inState) + character + target.slice(inState + 1),
    () => target.slice(0, at),
    () => target.replace(state, state.slice(0, Math.floor(random() * state.length))),
    () => `${target}&state=${character}`,
    () => `${good.pathname}?${new URLSearchParams(parts.filter(() => random() < 0.5 && random() < 0.9)).toString()}&x`,
    () => target.replace('state=', `state${character}=`),
    () => `/${character.repeat(Math.floor(random() * 20_000))}${target}`,
    () => target.replaceAll(state, state.toLowerCase() + state.toUpperCase()),
  ][whole]?.();
  const isSame = made === undefined || sameQuery(made, good);
  return isSame ? `${good.pathname}?state=${whole}` : made;
}

function sameQuery(target: string, good: URL): boolean {
  if (!URL.canParse(good.origin + target)) return false;
  const url = new URL(good.origin + target);
  return (
    (['code', 'state', 'iss'] as const).every(
      (name) => url.searchParams.getAll(name).join() === good.searchParams.getAll(name).join(),
    ) && url.pathname === good.pathname
  );
}

/** Small, seeded, good enough to choose with. */
export function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
