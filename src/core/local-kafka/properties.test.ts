import { expect, test } from 'vitest';
import { kraftProperties, renderProperties } from './properties.ts';

test('paths of Windows and letters beyond ASCII survive in a properties file', () => {
  const text = renderProperties({ 'log.dirs': 'C:\\Users\\José\\data', note: ' a\nb' });
  expect(text).toBe('log.dirs=C:\\\\Users\\\\Jos\\u00e9\\\\data\nnote=\\ a\\nb\n');
});

test('a broker of ours listens on this computer only', () => {
  const properties = kraftProperties({ dataFolder: '/data', port: 1, controllerPort: 2 });
  const addresses = Object.entries(properties).filter(([name]) => /listeners$|voters$/.test(name));
  expect(addresses.length).toBeGreaterThan(2);
  for (const [, value] of addresses) {
    for (const host of value.match(/(?<=\/\/|@)[^:,]+(?=:\d)/g) ?? []) expect(host).toBe('127.0.0.1');
  }
});
