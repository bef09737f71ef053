import { Autocomplete, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { RecordFilter } from '../../../../shared/contract/filters.ts';
import type { GroupResult } from '../../../../shared/contract/results.ts';
import { useApi } from '../../../app/context.tsx';
import { ErrorView } from '../../../app/error-view.tsx';
import { t } from '../../../app/texts.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { formatCount } from '../../../ui/format.ts';
import { isBusy, type SessionState } from '../session-state.ts';
import { completePath } from './column-paths.ts';
import { equalsFilter, shareText } from './group-model.ts';
import classes from './tools.module.css';

const TOP = 100;
/** Counting again is work for the core: a moving result is counted once every two seconds. */
const POLL_MS = 2000;
/** What every record has. */
const GENERAL = ['key', 'topic', 'partition'];

type GroupProps = {
  readonly state: SessionState;
  /** The field counted; kept by the caller so that a record's tree can set it. */
  readonly field: string;
  readonly onField: (field: string) => void;
  readonly paths: () => ReadonlyArray<string>;
  readonly onFilter: (filter: RecordFilter) => void;
};

/** How often each value of a field occurs among the rows read. */
export function GroupPanel({ state, field, onField, paths, onFilter }: GroupProps) {
  const [text, setText] = useState(field);
  const [seen, setSeen] = useState(field);
  if (seen !== field) {
    setSeen(field);
    setText(field);
  }
  const [isOffering, setOffering] = useState(false);
  const known = useMemo(() => [...GENERAL, ...paths()], [paths]);
  const query = useGroups(state, field);
  return (
    <div className={classes.tool}>
      <form
        className={classes.toolBar}
        onSubmit={(event) => {
          event.preventDefault();
          setOffering(false);
          onField(text.trim());
        }}
      >
        <Autocomplete
          size="xs"
          className={classes.fieldInput}
          aria-label={t('results.groupField')}
          placeholder={t('results.groupPlaceholder')}
          value={text}
          data={[...completePath(known, text)]}
          filter={({ options }) => options}
          onChange={(next) => {
            setText(next);
            setOffering(true);
          }}
          onOptionSubmit={onField}
          dropdownOpened={isOffering}
          onDropdownOpen={() => setOffering(true)}
          onDropdownClose={() => setOffering(false)}
          classNames={{ input: 'mono' }}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          spellCheck={false}
        />
        <Button type="submit">{t('results.groupCount')}</Button>
        <span className={classes.toolText} aria-live="polite">
          {query.data === undefined ? '' : countedText(query.data)}
        </span>
      </form>
      {field === '' || state.sessionId === null ? (
        <EmptyState title={t('results.groupTitle')} hint={t('results.groupEmpty')} />
      ) : query.isError ? (
        <ErrorView error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <p className={classes.loading}>{t('common.loading')}</p>
      ) : (
        <Groups result={query.data} field={field} onFilter={onFilter} />
      )}
    </div>
  );
}

function useGroups(state: SessionState, field: string) {
  const api = useApi();
  const { sessionId, received } = state;
  const isMoving = isBusy(state) || (state.isLive && state.halted === null);
  return useQuery({
    queryKey: ['group-by', sessionId, field, isMoving ? 'moving' : received],
    queryFn: ({ signal }) =>
      api.results.groupBy({ sessionId: sessionId ?? '', by: { kind: 'field', path: field }, top: TOP }, { signal }),
    enabled: sessionId !== null && field !== '',
    // Only counts of the same field stay while new ones are made.
    placeholderData: (before, query) => (query?.queryKey[2] === field ? before : undefined),
    refetchInterval: (query) => (isMoving && query.state.error === null ? POLL_MS : false),
    staleTime: Infinity,
    retry: false,
  });
}

type GroupsProps = Pick<GroupProps, 'onFilter'> & { readonly result: GroupResult; readonly field: string };

function Groups({ result, field, onFilter }: GroupsProps) {
  if (result.groups.length === 0) return <EmptyState title={t('results.groupNothing')} />;
  const most = Math.max(...result.groups.map((group) => group.count));
  return (
    <div className={classes.scroll}>
      <table className={classes.groups} aria-label={t('results.groupTable', { field })}>
        <thead>
          <tr>
            <th scope="col">{t('results.groupValue')}</th>
            <th scope="col" className={classes.number}>
              {t('results.groupRecords')}
            </th>
            <th scope="col" className={classes.number}>
              {t('results.groupShare')}
            </th>
            <th aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {result.groups.map((group, index) => (
            <tr key={index}>
              <td>
                <button
                  type="button"
                  className={classes.groupValue}
                  disabled={group.isCut}
                  title={group.isCut ? t('results.groupCut') : t('results.groupFilter', { field })}
                  onClick={() => onFilter(equalsFilter(field, group.value))}
                >
                  {group.value === null ? <span className="dim">{t('results.groupNull')}</span> : group.value}
                  {group.isCut ? '…' : ''}
                </button>
              </td>
              <td className={classes.number}>{formatCount(group.count)}</td>
              <td className={classes.number}>{shareText(group.share)}</td>
              <td aria-hidden="true">
                <span className={classes.groupBar} style={{ width: `${(group.count / most) * 100}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {result.others.values > 0 ? <p className={classes.more}>{t('results.groupOthers', result.others)}</p> : null}
    </div>
  );
}

function countedText({ loaded, of, notes }: GroupResult): string {
  return [t('results.overRows', { loaded, of }), ...notes].join(' · ');
}
