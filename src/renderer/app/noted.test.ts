import { expect, test } from 'vitest';
import { BUTTONS, TelemetryEvent } from '../../shared/telemetry.ts';
import { buttonOfCommand, labelledButtons, noteCommand } from './noted.ts';

test('every label of the closed list is on the screen, is one button’s alone, and has no place for a name', () => {
  const labels = labelledButtons();
  // Commands that are no buttons have no label; all others have one each.
  expect(labels.size).toBe(BUTTONS.length - 4);
  for (const label of labels.keys()) expect(label).not.toMatch(/[{}]/);
});

test('commands named after something of the user lose that name', () => {
  expect(buttonOfCommand('cluster.open.orders-production')).toBe('clusters.open');
  expect(buttonOfCommand('tabs.go.7')).toBe('tabs.go');
  expect(buttonOfCommand('theme.dark')).toBe('shell.theme');
  expect(buttonOfCommand('clusters.new')).toBe('clusters.new');
  expect(buttonOfCommand('orders-topic')).toBeNull();
});

test('what is noted fits the closed schema, and what has no name there is not noted', () => {
  const noted: unknown[] = [];
  for (const id of ['cluster.open.orders', 'orders-topic', 'app.support'])
    noteCommand((event) => noted.push(event), id, 'key');
  expect(noted).toHaveLength(2);
  for (const event of noted) expect(TelemetryEvent.safeParse(event).success).toBe(true);
});
