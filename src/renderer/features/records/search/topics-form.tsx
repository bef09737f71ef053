import { ActionIcon, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../../app/context.tsx';
import { t } from '../../../app/texts.ts';
import { PartitionPicker } from '../partition-picker.tsx';
import type { ReadOptions } from '../use-read-options.ts';
import classes from './search.module.css';

/** As many as the contract lets one search have. */
export const MAX_TOPICS = 50;
const MAX_OFFERED = 200;

/** The topics of the search: more of them can be added, all but the tab's own taken away. */
export function TopicsForm({ options }: { readonly options: ReadOptions }) {
  const { clusterId, settings } = options;
  const [text, setText] = useState('');
  const api = useApi();
  const query = useQuery({
    queryKey: ['topic-names', clusterId],
    queryFn: async ({ signal }) =>
      (await api.topics.list({ clusterId, includeInternal: true }, { signal })).topics.map((row) => row.name),
    staleTime: 30_000,
  });
  const chosen = new Set(settings.topics.map((each) => each.topic));
  const wanted = text.trim().toLowerCase();
  const offered = (query.data ?? []).filter((name) => !chosen.has(name) && name.toLowerCase().includes(wanted));
  const isFull = chosen.size >= MAX_TOPICS;
  const [first] = offered;
  return (
    <div className={classes.topicsForm}>
      <ul className={classes.topicList}>
        {settings.topics.map(({ topic }, index) => (
          <li key={topic} className={classes.topicRow}>
            <span className={classes.topicName} title={topic}>
              {topic}
            </span>
            <PartitionPicker options={options} index={index} known={[]} isNested />
            <ActionIcon
              aria-label={t('search.topicRemove', { topic })}
              disabled={index === 0}
              onClick={() => options.removeTopic(topic)}
            >
              <IconX size={14} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <TextInput
        data-autofocus
        aria-label={t('search.topicAdd')}
        placeholder={t('search.topicAdd')}
        value={text}
        disabled={isFull}
        description={isFull ? t('search.topicsMax', { max: MAX_TOPICS }) : undefined}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || first === undefined) return;
          options.addTopic(first);
          setText('');
        }}
      />
      <div className={classes.offered} role="group" aria-label={t('search.topicAdd')}>
        {offered.length === 0 && query.data !== undefined ? (
          <p className={classes.help}>{t('search.topicNone')}</p>
        ) : null}
        {offered.slice(0, MAX_OFFERED).map((name) => (
          <button
            key={name}
            type="button"
            className={classes.offer}
            disabled={isFull}
            onClick={() => options.addTopic(name)}
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}
