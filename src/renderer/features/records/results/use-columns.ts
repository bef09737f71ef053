import { useMemo } from 'react';
import type { TopicLook } from '../../../../shared/contract/app.ts';
import type { RecordRow } from '../../../../shared/contract/records.ts';
import { usePreferences } from '../../../app/context.tsx';
import { useTopicLook } from '../../../app/use-topic-look.ts';
import { moveBy, type ColumnWidths } from '../../../ui/virtual-table/index.ts';
import { builtInColumns, expressionColumn, type RecordColumn } from '../record-columns.tsx';
import type { SessionTopic } from '../session-state.ts';
import { expressionId, expressionOf, orderedIds, reorderShown } from './column-order.ts';

export const MAX_COLUMNS = 50;
export const MAX_EXPRESSION = 500;

export type ColumnEntry = {
  readonly id: string;
  readonly title: string;
  readonly isShown: boolean;
  readonly isOwn: boolean;
};

/** The columns of a topic's records as they are remembered, and what can be done to them. */
export type ColumnsControl = {
  readonly columns: ReadonlyArray<RecordColumn>;
  /** All of them, hidden ones too, in order. */
  readonly entries: ReadonlyArray<ColumnEntry>;
  /** The session's columns. */
  readonly expressions: ReadonlyArray<string>;
  readonly widths: ColumnWidths;
  setWidths(widths: ColumnWidths): void;
  add(expression: string): void;
  /** Takes an expression's column away, hides a built-in one. */
  remove(id: string): void;
  toggle(id: string): void;
  move(id: string, step: 1 | -1): void;
  reorder(shown: ReadonlyArray<string>): void;
};

/** All columns in their order, and which of them are shown. */
function useShape(look: TopicLook, topic: string, topics: ReadonlyArray<SessionTopic>) {
  const mode = usePreferences((preferences) => preferences.time);
  const { columns: expressions, hidden, order } = look;
  return useMemo(() => {
    const topicOf = (row: RecordRow): string => topics[row.topic]?.topic ?? topic;
    const builtIn = builtInColumns(mode, topicOf);
    const column = (id: string): RecordColumn => {
      const expression = expressionOf(id);
      return expression === null
        ? builtIn[id as keyof typeof builtIn]
        : expressionColumn(expression, expressions.indexOf(expression));
    };
    // One topic needs no column to say so.
    const ids = orderedIds(expressions, order).filter((id) => id !== 'topic' || topics.length > 1);
    const all = ids.map(column);
    return {
      ids: orderedIds(expressions, order),
      columns: all.filter(({ id }) => !hidden.includes(id)),
      entries: all.map(({ id, title }) => ({
        id,
        title,
        isShown: !hidden.includes(id),
        isOwn: expressionOf(id) !== null,
      })),
    };
  }, [mode, topic, topics, expressions, hidden, order]);
}

/** Told apart from the session's own look at the expressions: its topics are known only when it is open. */
export function useColumns(clusterId: string, topic: string, topics: ReadonlyArray<SessionTopic>): ColumnsControl {
  const [look, change] = useTopicLook(clusterId, topic);
  const { columns: expressions, widths } = look;
  const shape = useShape(look, topic, topics);
  return useMemo(() => {
    const toggle = (id: string): void =>
      change(({ hidden: before }) => ({
        hidden: before.includes(id) ? before.filter((each) => each !== id) : [...before, id],
      }));
    const reorder = (shown: ReadonlyArray<string>): void =>
      change(() => ({ order: [...reorderShown(shape.ids, shown)] }));
    return {
      columns: shape.columns,
      entries: shape.entries,
      expressions,
      widths,
      setWidths: (next) => change(() => ({ widths: { ...next } })),
      add: (expression) =>
        change(({ columns, hidden: before }) => ({
          columns: columns.includes(expression) ? columns : [...columns, expression].slice(0, MAX_COLUMNS),
          hidden: before.filter((id) => id !== expressionId(expression)),
        })),
      remove(id) {
        const expression = expressionOf(id);
        if (expression === null) toggle(id);
        else change(({ columns }) => ({ columns: columns.filter((each) => each !== expression) }));
      },
      toggle,
      move: (id, step) =>
        reorder(
          moveBy(
            shape.entries.map((entry) => entry.id),
            id,
            step,
          ),
        ),
      reorder,
    };
  }, [change, shape, expressions, widths]);
}
