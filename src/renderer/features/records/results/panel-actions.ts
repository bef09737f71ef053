import { t } from '../../../app/texts.ts';
import type { NodeAction } from '../../../ui/value-view/index.ts';
import type { RecordsScreen } from '../use-records-view.ts';
import { pathExpression } from './column-paths.ts';
import type { ResultsControl } from './use-results.ts';

/** What the record's panel can do to the list beside it. */
export type PanelActions = {
  nodes(root: 'key' | 'value'): ReadonlyArray<NodeAction>;
  /** A header as a column, or counted. */
  header(name: string): { asColumn(): void };
  /** Absent where the list has no key to go by. */
  readonly previous: (id: number) => void;
  readonly follow: (id: number) => void;
  /** Opens the choice of how the topic is decoded. */
  readonly decodeAs: ((part: 'key' | 'value') => void) | null;
};

export function panelActions(
  screen: RecordsScreen,
  results: ResultsControl,
  decodeAs: PanelActions['decodeAs'] = null,
): PanelActions {
  return {
    nodes: (root) => [
      {
        id: 'column',
        label: t('results.showAsColumn'),
        run: (path) => screen.columns.add(pathExpression(root, path)),
      },
      {
        id: 'group',
        label: t('results.groupByThis'),
        run: (path) => results.groupBy(pathExpression(root, path)),
      },
    ],
    header: (name) => ({ asColumn: () => screen.columns.add(pathExpression('headers', [name])) }),
    previous: results.comparePrevious,
    follow: results.follow,
    decodeAs,
  };
}
