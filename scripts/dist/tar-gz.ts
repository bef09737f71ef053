import path from 'node:path';
import { run } from '../lib/processes.ts';

const LIMIT_MS = 5 * 60_000;

/**
 * The packed folder as conduktor-VERSION-linux-x64.tar.gz, by the system's tar: the same bytes for the same files, owned
 * by root, one folder inside. Answers with its path.
 */
export async function packTarGz(folder: string, to: string, version: string, level = 6): Promise<string> {
  const name = `conduktor-${version}-linux-${process.arch}`;
  const file = path.join(to, `${name}.tar.gz`);
  const args = [
    ...['--create', `--file=${file}`, '--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0'],
    ...[`--use-compress-program=gzip -n -${level}`, `--transform=s,^\\.,${name},`, '--directory', folder, '.'],
  ];
  const { code, output } = await run('tar', args, { limitMs: LIMIT_MS, output: 'keep' });
  if (code !== 0) throw new Error(`tar failed: ${output.trim()}`);
  return file;
}
