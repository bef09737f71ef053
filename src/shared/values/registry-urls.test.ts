import { describe, expect, test } from 'vitest';
import { parseRegistryUrls } from './registry-urls.ts';

describe('addresses of a registry', () => {
  test.each([
    ['', []],
    [' https://a.example ', ['https://a.example']],
    ['http://a:8081/,https://b/apis/ccompat/v7/', ['http://a:8081', 'https://b/apis/ccompat/v7']],
    ['http://a\nhttp://b , http://c', ['http://a', 'http://b', 'http://c']],
    ['HTTP://A.Example:80/x', ['http://a.example/x']],
    ['http://[::1]:8081', ['http://[::1]:8081']],
  ])('%j', (text, urls) => {
    expect(parseRegistryUrls(text)).toEqual({ urls, username: '', password: '', problem: null });
  });

  test('give up their credentials', () => {
    expect(parseRegistryUrls('https://bob:p%40ss%2F@a/x,https://b')).toEqual({
      urls: ['https://a/x', 'https://b'],
      username: 'bob',
      password: 'p@ss/',
      problem: null,
    });
    expect(parseRegistryUrls('http://bob:100%@a').password).toBe('100%');
    expect(parseRegistryUrls('http://a:1@x,http://b:2@x').problem).toMatch(/same user/);
  });

  test.each([
    'file:///etc/passwd',
    'ftp://a',
    'javascript:alert(1)',
    'a:8081',
    'http:',
    'http://',
    'http:a',
    'https://a?x=canary',
    'https://a#canary',
    'smb://canary',
    '\\\\canary\\share',
    Array.from({ length: 10_000 }, (_, at) => `http://a${at}`).join(),
  ])('refuses %.40j and does not repeat it', (text) => {
    const { urls, problem } = parseRegistryUrls(text);
    expect(urls).toEqual([]);
    expect(problem).toMatch(/\.$/);
    expect(problem).not.toContain('canary');
  });
});
