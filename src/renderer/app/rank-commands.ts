import type { Command } from '../state/commands.ts';

/**
 * Commands that hold every word typed, best first: the label starts with the text, then a word of it does, then it is
 * somewhere inside. Equal ones stay in their order.
 */
export function rankCommands(commands: ReadonlyArray<Command>, text: string): ReadonlyArray<Command> {
  const offered = commands.filter((command) => command.keyOnly !== true);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return offered;
  return offered
    .map((command, index) => ({ command, index, rank: rank(command, words) }))
    .filter((each) => each.rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.index - b.index)
    .map(({ command }) => command);
}

function rank(command: Command, words: ReadonlyArray<string>): number | null {
  const label = command.label.toLowerCase();
  const all = `${label} ${command.group.toLowerCase()}`;
  if (!words.every((word) => all.includes(word))) return null;
  const first = words[0] ?? '';
  if (label.startsWith(words.join(' '))) return 0;
  if (label.split(/[\s:._-]+/).some((part) => part.startsWith(first))) return 1;
  return 2;
}
