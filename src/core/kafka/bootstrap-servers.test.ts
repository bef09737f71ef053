import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { parseBootstrapServers } from './bootstrap-servers.ts';

function hosts(text: string): string[] {
  return parseBootstrapServers(text).map(({ host, port }) => `${host} ${port}`);
}

function refusal(text: string): string {
  try {
    parseBootstrapServers(text);
  } catch (error) {
    if (error instanceof AppError && error.code === 'BAD_INPUT' && error.hint !== undefined) return error.message;
    throw error;
  }
  return expect.unreachable('it should have been refused') as never;
}

describe('bootstrap servers', () => {
  it.each([
    ['b:9092', ['b 9092']],
    ['a:1,b:2', ['a 1', 'b 2']],
    [' a:1 , b:2 \n c:3;d:4\t', ['a 1', 'b 2', 'c 3', 'd 4']],
    ['a:1,a:1', ['a 1']],
    ['10.0.0.1:9092', ['10.0.0.1 9092']],
    ['[::1]:9092', ['::1 9092']],
    ['[fe80::1%eth0]:9092', ['fe80::1%eth0 9092']],
    ['PLAINTEXT://b:9092', ['b 9092']],
    ['SASL_SSL://b:9092,SASL_SSL://c:9092', ['b 9092', 'c 9092']],
    ['kafka://b:9092/', ['b 9092']],
    ['my_kafka_1:9092', ['my_kafka_1 9092']],
    ['bücher.example:9092', ['xn--bcher-kva.example 9092']],
    ['SSL://[2001:db8::1]:9093', ['2001:db8::1 9093']],
  ])('%j', (text, expected) => {
    expect(hosts(text)).toEqual(expected);
  });

  it.each([
    ['', 'There is no bootstrap server.'],
    [' , ', 'There is no bootstrap server.'],
    ['broker', '"broker" has no port.'],
    ['[::1]', '"[::1]" has no port.'],
    ['::1:9092', '"::1:9092" has more than one colon.'],
    ['a:1:2', '"a:1:2" has more than one colon.'],
    [':9092', '":9092" has no host before the port.'],
    ['b:', '"b:" needs a port from 1 to 65535.'],
    ['b:0', '"b:0" needs a port from 1 to 65535.'],
    ['b:65536', '"b:65536" needs a port from 1 to 65535.'],
    ['b:x', '"b:x" needs a port from 1 to 65535.'],
    ['[zz]:1', '"[zz]:1" is not an IPv6 address in brackets.'],
    ['http://b:9092', '"http://b:9092" is not the address of a Kafka broker: it starts with http://.'],
    ['file:///etc/passwd', '"file:///etc/passwd" is not the address of a Kafka broker: it starts with file://.'],
    ['b:9092/topic', '"b:9092/topic" has a path; a bootstrap server has none.'],
    ['b!:9092', '"b!:9092" is not a valid host name.'],
    ['b\u0000:9092', '"b?:9092" is not a valid host name.'],
  ])('%j is refused', (text, sentence) => {
    expect(refusal(text)).toBe(sentence);
  });

  it('are at most a hundred', () => {
    const list = (count: number) => Array.from({ length: count }, (_, index) => `b${index}:9092`).join(',');
    expect(hosts(list(100))).toHaveLength(100);
    expect(refusal(list(10_000).slice(0, 9_000))).toMatch(/at most 100/);
  });

  it('never have a password repeated', () => {
    expect(refusal('SASL_SSL://bob:hunter2@b:9092')).not.toContain('hunter2');
  });

  it('are quoted short', () => {
    expect(refusal('x'.repeat(5_000)).length).toBeLessThan(200);
  });
});
