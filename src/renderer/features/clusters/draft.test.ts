import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { applyParsed, COLORS, emptyDraft, fieldErrorOf, fieldErrors, usesRegistry, usesRegistryTls } from './draft.ts';

describe('a draft', () => {
  test('of a new cluster lacks a name and a server, and nothing else', () => {
    expect(Object.keys(fieldErrors(emptyDraft())).sort()).toEqual(['bootstrapServers', 'name']);
  });
  test('with both is fine in every colour offered', () => {
    for (const color of Object.values(COLORS)) {
      expect(fieldErrors({ ...emptyDraft(), name: 'a', bootstrapServers: 'b:1', color })).toEqual({});
    }
  });
  test('names the nested field that is wrong', () => {
    const draft = { ...emptyDraft(), name: 'a', bootstrapServers: 'b:1' };
    const wrong = { ...draft, tls: { ...draft.tls, ca: { kind: 'file' as const, path: '' } } };
    expect(Object.keys(fieldErrors(wrong))).toEqual(['tls.ca.path']);
  });
});

describe('the registry of a draft', () => {
  const named = { ...emptyDraft(), name: 'a', bootstrapServers: 'b:1' };
  const at = (urls: string) => ({ ...named, registry: { ...named.registry, urls } });

  test('is there with an address, and uses TLS with a protected one', () => {
    expect(
      [named, at('http://a'), at('http://a, HTTPS://b')].map((draft) => [usesRegistry(draft), usesRegistryTls(draft)]),
    ).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ]);
    expect(fieldErrors(at('https://user:pw@a/x, http://b'))).toEqual({});
  });
  test('takes web addresses only', () => {
    for (const urls of ['file:///etc/passwd', 'ftp://a', 'a:8081', 'javascript:alert(1)', 'http://a?x']) {
      expect(Object.keys(fieldErrors(at(urls))), urls).toEqual(['registry.urls']);
    }
  });
});

describe('an error of the core', () => {
  test('is put at the field it names', () => {
    const error = new AppError('BAD_INPUT', 'draft.bootstrapServers: has no port', {
      context: { field: 'draft.bootstrapServers' },
    });
    expect(fieldErrorOf(error)).toEqual({ bootstrapServers: 'has no port' });
  });
  test('without a field is about the whole', () => {
    expect(fieldErrorOf(new AppError('AUTH_FAILED', 'no', { context: { field: 'x' } }))).toEqual({});
    expect(fieldErrorOf(new Error('x'))).toEqual({});
  });
});

describe('a pasted configuration', () => {
  test('fills what it says and leaves the rest', () => {
    const before = { ...emptyDraft(), name: 'Mine', color: COLORS.red };
    const after = applyParsed(before, {
      format: 'java',
      notes: [],
      draft: { bootstrapServers: 'a:1', protocol: 'SASL_SSL', username: 'alice', password: 's' },
    });
    expect(after).toMatchObject({
      name: 'Mine',
      color: COLORS.red,
      bootstrapServers: 'a:1',
      protocol: 'SASL_SSL',
      sasl: { mechanism: 'SCRAM-SHA-512', username: 'alice', password: { kind: 'set', value: 's' } },
      tls: { tlsFrom: 'pem' },
    });
  });
  test('with a truststore turns to key stores; with a key to PEM', () => {
    const draft = { truststorePath: '/t.jks', truststorePassword: 'p' };
    const stores = applyParsed(emptyDraft(), { format: 'java', notes: [], draft });
    expect(stores.tls.tlsFrom).toBe('store');
    expect(stores.tls.truststore).toEqual({ kind: 'file', path: '/t.jks', password: { kind: 'set', value: 'p' } });
    const pem = applyParsed(stores, { format: 'librdkafka', notes: [], draft: { keyPem: 'K' } });
    expect(pem.tls.tlsFrom).toBe('pem');
    expect(pem.tls.key).toEqual({ kind: 'text', pem: { kind: 'set', value: 'K' } });
  });
  test('names a nameless cluster after its first host', () => {
    const draft = { bootstrapServers: 'kafka-1.example.com:9093, kafka-2:9093' };
    expect(applyParsed(emptyDraft(), { format: 'java', notes: [], draft }).name).toBe('kafka-1.example.com');
  });
  test('fills the registry, and leaves what it does not say', () => {
    const before = { ...emptyDraft(), neverStore: true };
    const after = applyParsed(before, {
      format: 'java',
      notes: [],
      draft: {
        registryUrls: 'https://sr',
        registryAuth: 'basic',
        registryUsername: 'k',
        registryPassword: 's',
        registryCa: { kind: 'file', path: '/ca.pem' },
        registryKeyPath: '/k.pem',
      },
    });
    expect(after.neverStore).toBe(true);
    expect(after.registry).toMatchObject({
      urls: 'https://sr',
      auth: 'basic',
      username: 'k',
      password: { kind: 'set', value: 's' },
      token: { kind: 'none' },
      tls: { ca: { kind: 'file', path: '/ca.pem' }, key: { kind: 'file', path: '/k.pem' } },
    });
    expect(applyParsed(after, { format: 'java', notes: [], draft: {} }).registry).toEqual(after.registry);
  });
  test('makes a draft the contract accepts', () => {
    const draft = { bootstrapServers: 'a:1', keystorePath: '/k.p12', protocol: 'SSL' as const };
    expect(fieldErrors(applyParsed(emptyDraft(), { format: 'java', notes: [], draft }))).toEqual({});
  });
});
