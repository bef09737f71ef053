import { Button, TextInput } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useApi } from '../../../app/context.tsx';
import { t } from '../../../app/texts.ts';
import { formatCount } from '../../../ui/format.ts';
import { parseOffset, partitionName, type OffsetDraft } from '../read-draft.ts';
import { partitionsQuery } from './partitions-query.ts';
import type { TopicChoice } from './read-settings.ts';
import classes from './search.module.css';

type EditorProps = {
  readonly clusterId: string;
  readonly topics: ReadonlyArray<TopicChoice>;
  readonly offsets: OffsetDraft;
  readonly onOffsets: (offsets: OffsetDraft) => void;
};

/** An offset for each partition, with the range there is beside it. */
export function OffsetsEditor({ clusterId, topics, offsets, onOffsets }: EditorProps) {
  const api = useApi();
  const answers = useQueries({ queries: topics.map(({ topic }) => partitionsQuery(api, clusterId, topic)) });
  const rows = topics.flatMap(({ topic, partitions }, index) =>
    (answers[index]?.data?.partitions ?? [])
      .filter((row) => partitions.length === 0 || partitions.includes(row.partition))
      .map((row) => ({ ...row, topic, name: partitionName(topic, row.partition) })),
  );
  const fill = (which: 'startOffset' | 'endOffset'): void =>
    onOffsets(Object.fromEntries(rows.map((row) => [row.name, row[which] ?? ''])));
  return (
    <div className={classes.offsets}>
      <p className={classes.help}>{t('search.fromOffsetsHint')}</p>
      <div className={classes.quick}>
        <span className={classes.help}>{t('search.offsetsFill')}</span>
        <Button onClick={() => fill('startOffset')}>{t('search.offsetsStart')}</Button>
        <Button onClick={() => fill('endOffset')}>{t('search.offsetsEnd')}</Button>
        <Button onClick={() => onOffsets({})}>{t('search.offsetsClear')}</Button>
      </div>
      <div className={classes.offsetRows}>
        {rows.map((row) => {
          const text = offsets[row.name] ?? '';
          const label = topics.length === 1 ? String(row.partition) : row.name;
          return (
            <div key={row.name} className={classes.offsetRow}>
              <span className={classes.offsetName} title={row.name}>
                {label}
              </span>
              <TextInput
                aria-label={t('search.offsetOf', { partition: label })}
                value={text}
                error={text.trim() !== '' && parseOffset(text) === null}
                spellCheck={false}
                onChange={(event) => onOffsets({ ...offsets, [row.name]: event.currentTarget.value })}
              />
              <span className={classes.help}>
                {row.startOffset === null || row.endOffset === null
                  ? ''
                  : t('search.offsetRange', {
                      start: formatCount(row.startOffset),
                      end: formatCount(row.endOffset),
                    })}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
