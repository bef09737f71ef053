import { describe, expect, it } from 'vitest';
import { externalUrl, signInUrl, supportMail } from './external-url.ts';

const REFUSED = [
  ...[
    'file:///etc/passwd',
    'smb://server/share',
    'ms-msdt:/id',
    'javascript:alert(1)',
    'data:text/html,x',
    'http://conduktor.io/',
    'ftp://conduktor.io/',
    'vbscript:x',
    'search-ms:query=x',
    'ssh://conduktor.io',
  ],
  ...[
    '\\\\server\\share',
    '//conduktor.io',
    'conduktor.io',
    '',
    ' ',
    'https://',
    'https:///x',
    'https:conduktor.io',
    'https:/conduktor.io',
  ],
  ...['https://user@conduktor.io/', 'https://user:secret@conduktor.io/', 'https://conduktor.io@evil.example/'],
  ...[
    'https://conduktor.io\n.evil.example/',
    'https://conduktor.io/\u0000',
    ' https://conduktor.io/',
    'https://conduktor.io/ x',
    'https://conduktor.io\\@evil.example',
  ],
  ...[
    'https://c\u043enduktor.io/',
    'https://xn--cnduktor-7fg.io/',
    'https://conduktor\u3002io/',
    'https://\uff43onduktor.io/',
    'https://conduktor.io\u202e/',
  ],
  ...[
    'https://127.0.0.1/',
    'https://169.254.169.254/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://localhost/',
    'https://-a.io/',
    `https://${'a'.repeat(300)}.io/`,
    `https://conduktor.io/${'a'.repeat(3000)}`,
  ],
];

it.each(REFUSED)('the address %j is not opened @securityTest open-external', (text) => {
  expect(externalUrl(text)).toBeNull();
});

it('opens https addresses of named hosts, in their plain form', () => {
  expect(externalUrl('https://conduktor.io')?.href).toBe('https://conduktor.io/');
  expect(externalUrl('HTTPS://Docs.Conduktor.io/a?b=c#d')?.href).toBe('https://docs.conduktor.io/a?b=c#d');
  expect(externalUrl('https://conduktor.io:8443/')?.host).toBe('conduktor.io:8443');
});

describe('supportMail', () => {
  it('lets a draft to our support address through, with subject and body', () => {
    const text = 'mailto:support@conduktor.io?subject=Help&body=one%0Atwo';
    expect(supportMail(text)?.href).toBe(text);
    expect(supportMail('mailto:support@conduktor.io')?.pathname).toBe('support@conduktor.io');
  });

  it.each([
    'mailto:someone@example.com',
    'mailto:support@conduktor.io,someone@example.com',
    'mailto:support@conduktor.io?cc=someone@example.com',
    'mailto:support@conduktor.io?BCC=someone@example.com',
    'mailto:support@conduktor.io?attach=/etc/passwd',
    'mailto:support@conduktor.io?subject=a&to=someone@example.com',
    'mailto:support@conduktor.io#x',
    'mailto:support@conduktor.io?subject=a b',
    `mailto:support@conduktor.io?body=${'x'.repeat(2000)}`,
    'https://support@conduktor.io',
    'javascript:support@conduktor.io',
  ])('refuses %s', (text) => {
    expect(supportMail(text)).toBeNull();
  });
});

describe('a sign-in page', () => {
  it.each([
    'https://auth.conduktor.io/authorize?state=a&nonce=b',
    'http://127.0.0.1:39740/auth?redirect_uri=http%3A%2F%2F127.0.0.1%3A4%2Fcallback',
    'http://[::1]:80/auth',
  ])('%s opens', (url) => expect(signInUrl(url)).toBe(new URL(url).href));

  it.each([
    'http://auth.conduktor.io/authorize',
    'http://127.0.0.1.evil.example:80/auth',
    'http://127.0.0.1:80@evil.example/auth',
    'http://127.0.0.1/auth',
    'http://127.0.0.2:80/auth',
    'http://localhost:80/auth',
    'http://2130706433:80/auth',
    'http://127.0.0.1:99999/auth',
    'http://127.0.0.1:80/a\\b',
    'http://127.0.0.1:80/a b',
    'file:///etc/passwd',
    'javascript:alert(1)//http://127.0.0.1:80/',
    'smb://127.0.0.1:80/auth',
    `http://127.0.0.1:80/${'a'.repeat(2100)}`,
    '',
  ])('%s does not', (url) => expect(signInUrl(url)).toBeNull());
});
