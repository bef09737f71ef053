import { Autocomplete } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../../app/context.tsx';
import { t } from '../../../app/texts.ts';

type GroupProps = {
  readonly clusterId: string;
  readonly group: string;
  readonly onGroup: (group: string) => void;
};

const MAX_SHOWN = 50;

/** The name of a consumer group; those of the cluster are offered. */
export function GroupField({ clusterId, group, onGroup }: GroupProps) {
  const api = useApi();
  const query = useQuery({
    queryKey: ['groups', clusterId],
    queryFn: async ({ signal }) => [...new Set((await api.groups.list({ clusterId }, { signal })).groups)].sort(),
    staleTime: 10_000,
    retry: false,
  });
  const failure = query.error === null ? undefined : t('search.groupsFailed', { message: query.error.message });
  return (
    <Autocomplete
      size="xs"
      autoFocus
      label={t('search.groupName')}
      description={t('search.fromGroupHint')}
      placeholder={t('search.groupPlaceholder')}
      data={query.data ?? []}
      limit={MAX_SHOWN}
      value={group}
      onChange={onGroup}
      error={failure}
      spellCheck={false}
      comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
    />
  );
}
