import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findJava, javaPlaces, parseJavaVersion } from './java.ts';

describe('the version of a Java', () => {
  test.each([
    ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17, '17.0.15'],
    ['java version "1.8.0_391"\nJava(TM) SE Runtime Environment', 8, '1.8.0_391'],
    ['openjdk version "25" 2025-09-16', 25, '25'],
    ['openjdk version "24-ea" 2025-03-18', 24, '24-ea'],
    ['Picked up JAVA_TOOL_OPTIONS: -Dx=y\nopenjdk version "21.0.1" 2023-10-17', 21, '21.0.1'],
  ])('is read from %j', (output, major, version) => {
    expect(parseJavaVersion(output)).toEqual({ major, version });
  });

  test.each(['', 'The operation couldn’t be completed. Unable to locate a Java Runtime.', 'version "x"'])(
    'is not found in %j',
    (output) => expect(parseJavaVersion(output)).toBeNull(),
  );
});

describe('the places to look', () => {
  test('begin with JAVA_HOME, then our own download, then PATH', () => {
    const env = { JAVA_HOME: '/opt/jdk', PATH: '/usr/local/bin::relative:/usr/bin' };
    const places = javaPlaces({ platform: 'linux', home: '/home/a', env }, '/own');
    expect(places.slice(0, 4)).toEqual([
      '/opt/jdk/bin/java',
      '/own/*/bin/java',
      '/usr/local/bin/java',
      '/usr/bin/java',
    ]);
    expect(places).toContain('/usr/lib/jvm/*/bin/java');
  });

  test('on macOS leave out the program that only opens a dialog, and look into bundles', () => {
    const places = javaPlaces({ platform: 'darwin', home: '/Users/a', env: { PATH: '/usr/bin:/opt/bin' } }, '/own');
    expect(places).not.toContain('/usr/bin/java');
    expect(places).toContain('/opt/bin/java');
    expect(places).toContain('/Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java');
    expect(places).toContain('/opt/homebrew/opt/openjdk/bin/java');
    expect(places).toContain('/own/*/Contents/Home/bin/java');
  });

  test('on Windows are in Program Files', () => {
    const env = { Path: 'C:\\tools;', ProgramFiles: 'D:\\Programs' };
    const places = javaPlaces({ platform: 'win32', home: 'C:\\Users\\a', env }, 'C:\\own');
    expect(places).toContain('C:\\tools\\java.exe');
    expect(places).toContain('D:\\Programs\\Eclipse Adoptium\\*\\bin\\java.exe');
  });
});

describe.skipIf(process.platform === 'win32')('looking for Java (a shell script stands in, so not on Windows)', () => {
  let folder = '';
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'java-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function fakeJava(home: string, version: string): Promise<string> {
    const path = join(folder, home, 'bin', 'java');
    await mkdir(join(folder, home, 'bin'), { recursive: true });
    await writeFile(path, `#!/bin/sh\necho 'openjdk version "${version}" 2025-01-01' >&2\n`);
    await chmod(path, 0o755);
    return path;
  }

  test('passes over one that is too old and takes the newest of our own', async () => {
    await fakeJava('old', '11.0.2');
    await fakeJava('own/jdk-9.0.1', '9.0.1');
    await fakeJava('own/jdk-17.0.9', '17.0.9');
    const newest = await fakeJava('own/jdk-21.0.4', '21.0.4');
    const machine = { platform: 'linux', home: folder, env: { JAVA_HOME: join(folder, 'old'), PATH: '' } } as const;
    expect(await findJava(machine, join(folder, 'own'))).toEqual({ path: newest, major: 21, version: '21.0.4' });
  });
});
