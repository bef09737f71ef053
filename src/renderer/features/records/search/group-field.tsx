import { Autocomplete } from '@mantine/core';
import type { GroupList, GroupRow } from '../../../../shared/contract/groups.ts';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../../app/context.tsx';
import { t } from '../../../app/texts.ts';
import { formatCount } from '../../../ui/format.ts';
import classes from './search.module.css';

type GroupProps = {
  readonly clusterId: string;
  readonly topic: string;
  readonly group: string;
  readonly onGroup: (group: string) => void;
};

const MAX_SHOWN = 50;

/** The name of a consumer group; those that have read the topic are offered, with how far they are behind. */
export function GroupField({ clusterId, topic, group, onGroup }: GroupProps) {
  const api = useApi();
  const query = useQuery({
    queryKey: ['groups', clusterId, topic],
    queryFn: ({ signal }) => api.groups.list({ clusterId, topic }, { signal }),
    staleTime: 10_000,
    retry: false,
  });
  const rows = new Map(query.data?.groups.map((row) => [row.group, row]));
  const failure = query.error === null ? undefined : t('search.groupsFailed', { message: query.error.message });
  return (
    <Autocomplete
      size="xs"
      autoFocus
      label={t('search.groupName')}
      description={t('search.fromGroupHint')}
      placeholder={t('search.groupPlaceholder')}
      data={[...rows.keys()]}
      renderOption={({ option }) => {
        const row = rows.get(option.value);
        return (
          <span className={classes.groupOption}>
            <span className="mono">{option.value}</span>
            {row === undefined ? null : <span className="dim">{standing(row, query.data)}</span>}
          </span>
        );
      }}
      limit={MAX_SHOWN}
      value={group}
      onChange={onGroup}
      error={failure}
      spellCheck={false}
      comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
    />
  );
}

/** State, position and lag in a few words: `Stable · at 1,204 · 12 behind`, `Empty · 5 of 6 partitions · 0 behind`. */
export function standing(row: GroupRow, list: Pick<GroupList, 'partitions'> | undefined): string {
  const { state, protocol, committedPartitions, position, lag } = row;
  const said = [
    ...(state === null ? [] : [state]),
    ...(protocol === null || protocol === '' || protocol === 'classic'
      ? []
      : [t('search.groupProtocol', { protocol })]),
  ];
  if (committedPartitions === null) return [...said, t('search.groupHidden')].join(' · ');
  if (position !== null) said.push(t('search.groupAt', { offset: formatCount(position) }));
  else said.push(t('search.groupPartitions', { count: committedPartitions, total: list?.partitions ?? 0 }));
  said.push(lag === null ? t('search.groupLagUnknown') : t('search.groupLag', { lag: formatCount(lag) }));
  return said.join(' · ');
}
