import { Autocomplete } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../../app/context.tsx';
import { t } from '../../../app/texts.ts';
import { groupsApi } from './late-api.ts';

type GroupProps = {
  readonly clusterId: string;
  readonly group: string;
  readonly onGroup: (group: string) => void;
};

const MAX_SHOWN = 50;

/** The name of a consumer group; those of the cluster are offered. */
export function GroupField({ clusterId, group, onGroup }: GroupProps) {
  const api = useApi();
  const groups = groupsApi(api);
  const query = useQuery({
    queryKey: ['groups', clusterId],
    queryFn: async ({ signal }) => groupNames(await groups?.list({ clusterId }, { signal })),
    enabled: groups !== null,
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

/** Names alone, whether the core lists names or rows with a name. */
function groupNames(answer: unknown): string[] {
  const list: unknown = isObject(answer) ? answer['groups'] : answer;
  if (!Array.isArray(list)) return [];
  const names = list.flatMap((each: unknown) => {
    if (typeof each === 'string') return [each];
    const name = isObject(each) ? (each['group'] ?? each['groupId'] ?? each['name'] ?? each['id']) : undefined;
    return typeof name === 'string' ? [name] : [];
  });
  return [...new Set(names)].sort();
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
