import type { BUTTONS, TelemetryEvent, WAYS } from '../../shared/telemetry.ts';
import { BUTTONS as ALL } from '../../shared/telemetry.ts';
import { t, type TextKey } from './texts.ts';

type Button = (typeof BUTTONS)[number];
type Note = (event: TelemetryEvent) => void;

/** Commands whose id goes on with a name, or that have a button by another name. */
const COMMANDS: ReadonlyArray<readonly [id: RegExp, button: Button]> = [
  [/^cluster\.open\./, 'clusters.open'],
  [/^tabs\.go\./, 'tabs.go'],
  [/^theme\./, 'shell.theme'],
  [/^time\./, 'shell.time'],
  [/^app\.home$/, 'shell.home'],
  [/^app\.shortcuts$/, 'shell.shortcuts'],
  [/^app\.support$/, 'shell.support'],
  [/^results\.copy-csv$/, 'results.copyCsv'],
  [/^results\.copy-jsonl$/, 'results.copyJsonLines'],
  [/^results\.save$/, 'results.save'],
  [/^records\.(load-more|load-all)$/, 'records.loadMore'],
];

/** The name a command has in the closed list, or null: then nothing is said of it. */
export function buttonOfCommand(id: string): Button | null {
  return COMMANDS.find(([pattern]) => pattern.test(id))?.[1] ?? ALL.find((button) => button === id) ?? null;
}

export function noteCommand(note: Note, id: string, way: (typeof WAYS)[number]): void {
  const button = buttonOfCommand(id);
  if (button !== null) note({ name: 'button_clicked', button, way });
}

/** Names of the closed list that are no labels: only commands have them. */
const WITHOUT_LABEL: ReadonlySet<Button> = new Set(['clusters.open', 'tabs.close', 'tabs.go']);

/** Labels of buttons as the screen shows them, to their names in the closed list. */
export function labelledButtons(): ReadonlyMap<string, Button> {
  const labelled = ALL.filter((button) => !WITHOUT_LABEL.has(button));
  return new Map(labelled.map((button) => [t(button as TextKey), button]));
}
