import { describe, expect, it } from 'vitest';
import { mask } from './mask.ts';

const SECRET = 'c4n4ry-pa55';

/** What must be masked, in the forms people and libraries write it. `{}` is where the secret stands. */
const LEAKS: ReadonlyArray<readonly [string, string]> = [
  ['URL user-info', 'GET https://bob:{}@registry:8081/subjects failed'],
  ['URL user-info without a user', 'redis://:{}@cache:6379/0'],
  ['URL user-info with a slash in the password', 'https://bob:{}/x@registry:8081/subjects'],
  ['query string', 'https://host/path?password={}&user=bob'],
  ['query string, second parameter', 'https://host/path?user=bob&access_token={}#top'],
  ['an OAuth code', 'http://127.0.0.1:5000/callback?code={}&state=1'],
  ['bearer header', 'Authorization: Bearer {}'],
  ['bearer without its header', 'sent bearer {} to broker'],
  ['other authorization schemes', 'authorization: Custom {} more'],
  ['cookie', 'set-cookie: conducktr_session={}; HttpOnly'],
  ['JSON', '{"user":"bob","password":"{}"}'],
  ['JSON with blanks', '{ "sasl" : { "password" : "{}" } }'],
  ['JSON in JSON', String.raw`{"body":"{\"password\":\"{}\"}"}`],
  ['JSON in JSON in JSON', String.raw`"{\\\"password\\\":\\\"{}\\\"}"`],
  ['a quote inside the value', String.raw`{"password":"ab\"{}"}`],
  ['a quote inside the value of JSON in JSON', String.raw`{"body":"{\"password\":\"ab\\\"{}\"}"}`],
  ['properties', 'ssl.keystore.password={}'],
  ['properties with a colon', 'ssl.key.password : {}'],
  ['properties with blanks in the value', 'sasl.password=a b {}'],
  ['a properties line among others', 'a=b\nssl.truststore.password=x {}\nc=d'],
  ['JAAS', 'org.x.PlainLoginModule required username="bob" password="{}";'],
  ['JAAS in a properties line', `sasl.jaas.config=org.x.ScramLoginModule required username='bob' password='{}';`],
  ['JAAS with an escaped quote', String.raw`PlainLoginModule required password="x\"{}";`],
  ['camel case', 'clientSecret: {}'],
  ['upper case', 'KAFKA_PASSWORD={}'],
  ['a Ruby or PHP map', '"api_key" => "{}"'],
  ['a JavaScript object', "{ passphrase: '{}' }"],
  ['a Java map printed', '{sasl.password={}, user=bob}'],
  ['a command line', 'curl --token {} https://x'],
  ['a command line with =', 'tool --password={} next'],
  ['URL-encoded assignment', 'body=password%3D{}'],
  ['PEM key', '-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----'],
  ['PEM key on one line', String.raw`-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n`],
  ['PEM key cut off', '-----BEGIN ENCRYPTED PRIVATE KEY-----\n{}\nMIIE'],
];

describe('mask', () => {
  it.each(LEAKS)('hides a secret in %s', (_, text) => {
    expect(mask(text.replaceAll('{}', SECRET))).not.toContain(SECRET);
  });

  it('hides base64 of user and password, with and without the header', () => {
    const basic = Buffer.from(`bob:${SECRET}`).toString('base64');
    expect(mask(`Authorization: Basic ${basic}`)).not.toContain(basic);
    expect(mask(`sent Basic ${basic} to host`)).toBe('sent Basic ••• to host');
    expect(mask(`header was ${basic}.`)).toBe('header was •••.');
  });

  it('hides JSON web tokens wherever they stand', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJib2IifQ.c2lnbmF0dXJl';
    expect(mask(`got ${token} back`)).toBe('got ••• back');
  });

  it('hides every secret of a text that has several', () => {
    const text = 'password=one-secret&x=1 token: two-secret {"secret":"three-secret"} https://a:four-secret@b';
    expect(mask(text)).not.toMatch(/one|two|three|four/);
  });

  it.each([
    'connected to SASL_SSL://broker-1.example.com:9092 as bob',
    'GET http://127.0.0.1:8081/subjects/orders-value/versions?normalize=true',
    'topic orders has 12 partitions, 3 replicas; read 1,024 records in 12 ms',
    'Basic settings are fine',
    '/home/bob/certs/client-certificate.pem does not exist',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    'ERROR at Object.<anonymous> (/opt/conduktor/app.asar/dist/main/index.cjs:12:34)',
  ])('leaves ordinary text as it is: %s', (text) => {
    expect(mask(text)).toBe(text);
  });

  it('keeps user and host of a URL', () => {
    expect(mask('https://bob:pw@host:1/x')).toBe('https://bob:•••@host:1/x');
  });

  it('gives the same when masked twice', () => {
    for (const [, text] of LEAKS) {
      const once = mask(text.replaceAll('{}', SECRET));
      expect(mask(once)).toBe(once);
    }
  });
});
