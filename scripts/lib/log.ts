/** Tells the person at the terminal what goes on. */
export function say(sentence: string): void {
  console.log(`▸ ${sentence}`);
}

export function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}

/** One line of an error; the rest of it is for a debugger. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
