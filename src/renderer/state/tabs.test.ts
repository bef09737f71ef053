import { expect, test } from 'vitest';
import { closeTab, cycleTab, moveTab, openTab, tabKey, type Workspace } from './tabs.ts';

function workspace(names: string, active: number): Workspace {
  const tabs = names.split('').map((topic) => ({ kind: 'records', topic }) as const);
  return { tabs, activeTab: active };
}
function shown({ tabs, activeTab }: Workspace): string {
  return tabs.map((tab, index) => `${index === activeTab ? '*' : ''}${tabKey(tab).replace('records:', '')}`).join(' ');
}

test('a new tab opens beside the active one', () => {
  expect(shown(openTab(workspace('abc', 0), { kind: 'records', topic: 'x' }))).toBe('a *x b c');
});

test('an open tab is shown, not doubled', () => {
  expect(shown(openTab(workspace('abc', 0), { kind: 'records', topic: 'c' }))).toBe('a b *c');
});

test('the first tab of an empty workspace is active', () => {
  expect(shown(openTab({ tabs: [], activeTab: 0 }, { kind: 'topics' }))).toBe('*topics');
});

test('beyond fifty tabs the oldest goes, never topics nor the new one', () => {
  let full: Workspace = { tabs: [{ kind: 'topics' }], activeTab: 0 };
  for (let index = 0; index < 50; index += 1) full = openTab(full, { kind: 'records', topic: `t${index}` });
  expect(full.tabs).toHaveLength(50);
  expect(full.tabs[0]).toEqual({ kind: 'topics' });
  expect(full.tabs[full.activeTab]).toEqual({ kind: 'records', topic: 't49' });
});

test('closing the active tab shows its right neighbour, else its left', () => {
  expect(shown(closeTab(workspace('abc', 1), 1))).toBe('a *c');
  expect(shown(closeTab(workspace('abc', 2), 2))).toBe('a *b');
  expect(shown(closeTab(workspace('abc', 2), 0))).toBe('b *c');
  expect(closeTab(workspace('a', 0), 0)).toEqual({ tabs: [], activeTab: 0 });
});

test('moving a tab keeps the active one active', () => {
  expect(shown(moveTab(workspace('abcd', 0), 0, 2))).toBe('b c *a d');
  expect(shown(moveTab(workspace('abcd', 2), 3, 0))).toBe('d a b *c');
  expect(shown(moveTab(workspace('abcd', 1), 1, 9))).toBe('a *b c d');
});

test('cycling goes round the end', () => {
  expect(shown(cycleTab(workspace('abc', 2), 1))).toBe('*a b c');
  expect(shown(cycleTab(workspace('abc', 0), -1))).toBe('a b *c');
});
