import { expect, test } from 'vitest';
import { activeCommands, createCommandsStore, type Command } from './commands.ts';

function command(id: string, label: string): Command {
  return { id, label, group: 'Group', run: () => undefined };
}
const labels = (store: ReturnType<typeof createCommandsStore>): string[] =>
  activeCommands(store.getState().sets).map(({ label }) => label);

test('a command is there while it is registered', () => {
  const store = createCommandsStore();
  const remove = store.getState().register([command('a', 'A')]);
  expect(labels(store)).toEqual(['A']);
  remove();
  expect(labels(store)).toEqual([]);
});

test('the later of two with one id stands, and the earlier is back when it goes', () => {
  const store = createCommandsStore();
  store.getState().register([command('filter', 'Filter clusters')]);
  const remove = store.getState().register([command('filter', 'Filter topics')]);
  expect(labels(store)).toEqual(['Filter topics']);
  remove();
  expect(labels(store)).toEqual(['Filter clusters']);
});
