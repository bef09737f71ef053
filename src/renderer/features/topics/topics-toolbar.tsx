import { ActionIcon, CloseButton, Loader, Switch, TextInput } from '@mantine/core';
import { IconRefresh, IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent, Ref } from 'react';
import { usePreferences } from '../../app/context.tsx';
import { Hint } from '../../app/hint.tsx';
import { t } from '../../app/texts.ts';
import { formatClock } from '../../ui/format.ts';
import type { useTopics } from './use-topics.ts';
import classes from './topics.module.css';

type ToolbarProps = {
  readonly topics: ReturnType<typeof useTopics>;
  readonly filterInput: Ref<HTMLInputElement>;
  /** Arrow down or Enter in the filter goes on to the list. */
  readonly onLeaveFilter: (key: 'ArrowDown' | 'Enter') => void;
};

export function TopicsToolbar({ topics, filterInput, onLeaveFilter }: ToolbarProps) {
  const mode = usePreferences((preferences) => preferences.time);
  const { query, filter, setFilter } = topics;
  const list = query.data;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && filter !== '') setFilter('');
    else if (event.key === 'ArrowDown' || event.key === 'Enter') onLeaveFilter(event.key);
    else return;
    event.preventDefault();
  };
  const shown = topics.rows.length;
  return (
    <div className={classes.toolbar}>
      <Hint label={t('topics.filter')} keys={['mod+f']}>
        <TextInput
          ref={filterInput}
          aria-label={t('topics.filter')}
          placeholder={t('topics.filter')}
          className={classes.filter}
          leftSection={<IconSearch size={14} />}
          rightSection={
            filter === '' ? null : (
              <CloseButton size="xs" aria-label={t('topics.filterClear')} onClick={() => setFilter('')} />
            )
          }
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          spellCheck={false}
        />
      </Hint>
      <span role="status" className={classes.count}>
        {list === undefined
          ? ''
          : shown === topics.total
            ? t('topics.countAll', { total: topics.total })
            : t('topics.count', { shown, total: topics.total })}
      </span>
      {list !== undefined && (list.hiddenInternal > 0 || topics.includeInternal) ? (
        <Switch
          size="xs"
          aria-label={t('topics.internalSwitch')}
          label={
            topics.includeInternal
              ? t('topics.internalShown')
              : t('topics.internalHidden', { count: list.hiddenInternal })
          }
          checked={topics.includeInternal}
          onChange={(event) => topics.setIncludeInternal(event.currentTarget.checked)}
        />
      ) : null}
      <span className={classes.spring} />
      <span className={classes.count}>
        {query.isFetching
          ? t('topics.refreshing')
          : list === undefined
            ? ''
            : t('topics.asOf', { time: formatClock(list.asOf, mode) })}
      </span>
      <Hint label={t('topics.refresh')} keys={['f5']}>
        <ActionIcon aria-label={t('topics.refresh')} onClick={() => void query.refetch()}>
          {query.isFetching ? <Loader size={14} /> : <IconRefresh size={16} />}
        </ActionIcon>
      </Hint>
    </div>
  );
}
