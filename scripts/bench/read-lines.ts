import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Hands over each line a program prints; answers with its exit code. */
export async function readLines(child: ChildProcess, onLine: (line: string) => void): Promise<number> {
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  if (child.stdout !== null) for await (const line of createInterface({ input: child.stdout })) onLine(line);
  return await ended;
}
