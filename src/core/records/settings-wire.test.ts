import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../shared/values/secret.ts';
import type { ConnectionSettings } from '../kafka/index.ts';
import { fromMessage, toMessage } from './settings-wire.ts';

const settings: ConnectionSettings = {
  engine: 'platformatic',
  clientId: 'conduktor',
  bootstrapServers: [{ host: 'broker.example', port: 9092 }],
  connectTimeoutMs: 5000,
  requestTimeoutMs: 10_000,
  tls: { ca: ['-----BEGIN'], key: new Secret('canary-key'), keyPassphrase: new Secret('canary-phrase') },
  sasl: { mechanism: 'PLAIN', username: 'alice', password: new Secret('canary-password') },
};

describe('settings on their way to the worker', () => {
  it('survive structured clone with their secrets, and are secrets again on arrival', () => {
    const arrived = fromMessage(structuredClone(toMessage(settings)));
    expect(arrived.sasl?.password.reveal()).toBe('canary-password');
    expect([arrived.tls?.key?.reveal(), arrived.tls?.keyPassphrase?.reveal()]).toEqual(['canary-key', 'canary-phrase']);
    expect(inspect(arrived, { depth: 9 }) + JSON.stringify(arrived)).not.toContain('canary');
    expect(arrived).toEqual(settings);
  });

  it('leave out what is not there', () => {
    const { tls: _tls, sasl: _sasl, ...plain } = settings;
    expect(fromMessage(toMessage(plain))).toEqual(plain);
    const withCa = { ...plain, tls: { ca: [] } };
    expect(fromMessage(toMessage(withCa))).toEqual(withCa);
  });
});
