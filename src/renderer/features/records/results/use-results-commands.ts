import { useEffect, useMemo, useState } from 'react';
import { createStore } from 'zustand/vanilla';
import { t } from '../../../app/texts.ts';
import { useCommands } from '../../../app/use-commands.ts';
import type { Command } from '../../../state/commands.ts';
import type { RecordsScreen } from '../use-records-view.ts';
import {
  COLUMNS_KEYS,
  COMPARE_KEYS,
  FOLLOW_KEYS,
  GROUP_KEYS,
  HISTOGRAM_KEYS,
  PREVIOUS_KEYS,
  SAVE_KEYS,
  SQL_KEYS,
} from './results-keys.ts';
import type { ResultsControl } from './use-results.ts';

const NONE: ReadonlyArray<Command> = [];

/** Keys and palette entries of the results, while they are on screen. */
export function useResultsCommands(isShown: boolean, screen: RecordsScreen, results: ResultsControl): void {
  const [latest] = useState(() => createStore(() => ({ screen, results })));
  useEffect(() => latest.setState({ screen, results }, true));
  const commands = useMemo<ReadonlyArray<Command>>(() => {
    const group = t('records.title');
    const now = (): ResultsControl => latest.getState().results;
    const withSelected = (act: (id: number) => void): void => {
      const { selected } = latest.getState().screen;
      if (selected !== null) act(selected);
    };
    const command = (id: string, label: string, keys: ReadonlyArray<string>, run: () => void): Command => ({
      id: `results.${id}`,
      label,
      group,
      keys,
      run,
    });
    return [
      command('columns', t('results.columnsHint'), COLUMNS_KEYS, () => now().setColumnsOpen(true)),
      command('histogram', t('results.histogramToggle'), HISTOGRAM_KEYS, () => now().toggleHistogram()),
      command('group', t('results.groupHint'), GROUP_KEYS, () => now().toggleTool('group')),
      command('sql', t('results.sqlHint'), SQL_KEYS, () => now().toggleTool('sql')),
      command('compare', t('results.compareHint'), COMPARE_KEYS, () => now().compareMarked()),
      command('previous', t('results.previous'), PREVIOUS_KEYS, () => withSelected((id) => now().comparePrevious(id))),
      command('follow', t('results.follow'), FOLLOW_KEYS, () => withSelected((id) => now().follow(id))),
      command('save', t('results.saveHint'), SAVE_KEYS, () => {
        if (now().canSave) now().openSave();
      }),
      {
        id: 'results.copy-jsonl',
        label: t('results.copyJsonLines'),
        group,
        run: () => now().copyIds(now().chosen, 'jsonl'),
      },
      { id: 'results.copy-csv', label: t('results.copyCsv'), group, run: () => now().copyIds(now().chosen, 'csv') },
    ];
  }, [latest]);
  useCommands(isShown ? commands : NONE);
}
