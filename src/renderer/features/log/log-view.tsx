import { Button } from '@mantine/core';
import { IconFileText, IconSearchOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { LogFilter, LogLevel, LogLine } from '../../../shared/contract/log.ts';
import { useApi } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { useCopy } from '../../ui/copy/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatBytes } from '../../ui/format.ts';
import { LogLineDetails } from './log-line-details.tsx';
import { LogLines } from './log-lines.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import classes from './log.module.css';
import { MAX_KEPT, useLog } from './use-log.ts';

const NO_FILTER: LogFilter = { level: 'debug', text: '', room: '' };
const KEY = ['log', 'status'] as const;
/** The size on disk grows while one looks. */
const REFRESH_MS = 5000;

/** What the app wrote down, with level, filter and follow. */
export function LogView() {
  const api = useApi();
  const queries = useQueryClient();
  const [filter, setFilter] = useState(NO_FILTER);
  // A letter typed is shown at once; the log is asked when typing rests.
  const asked = useDeferredValue(filter);
  const [isFollowing, setFollowing] = useState(true);
  const [selected, setSelected] = useState<LogLine | null>(null);
  const log = useLog(asked);
  const { copy } = useCopy({ copied: t('common.copied'), failed: t('log.copyFailed') });
  const { data: status } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.log.status(undefined, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const setLevel = useMutation({
    mutationFn: (level: LogLevel) => api.log.setLevel({ level }),
    onSuccess: (next) => queries.setQueryData(KEY, next),
  });
  const openFolder = useMutation({ mutationFn: () => api.log.openFolder() });
  const problem = log.error ?? setLevel.error ?? openFolder.error;
  const isFiltered = filter.level !== 'debug' || filter.text !== '' || filter.room !== '';
  const copyLines = (lines: ReadonlyArray<LogLine>) =>
    copy(lines.map(({ text }) => text).join('\n'), t('log.copied', { count: lines.length }));
  return (
    <div className={classes.view}>
      <p className={classes.about}>
        {t('log.about', { file: status?.file ?? '…' })}{' '}
        {status !== undefined &&
          t('log.size', {
            bytes: formatBytes(status.files.reduce((sum, { bytes }) => sum + bytes, 0)),
            files: status.files.length,
          })}
      </p>
      <LogToolbar
        filter={filter}
        onFilter={setFilter}
        isFollowing={isFollowing}
        onFollow={setFollowing}
        status={status}
        onLevel={(level) => setLevel.mutate(level)}
        onOpenFolder={() => openFolder.mutate()}
        onCopy={log.lines.length === 0 ? null : () => copyLines(log.lines)}
      />
      {problem !== null && <ErrorView error={problem} size="inline" onRetry={log.retry} />}
      {log.lines.length === 0 && !log.isLoading && log.error === null ? (
        <EmptyState
          icon={isFiltered ? <IconSearchOff size={28} stroke={1.4} /> : <IconFileText size={28} stroke={1.4} />}
          title={t(isFiltered ? 'log.noMatch' : 'log.empty')}
        >
          {isFiltered && <Button onClick={() => setFilter(NO_FILTER)}>{t('log.clearFilter')}</Button>}
        </EmptyState>
      ) : (
        <LogLines
          lines={log.lines}
          isFollowing={isFollowing}
          onFollow={setFollowing}
          selected={selected}
          onSelect={setSelected}
          onCopy={(line) => copy(line.text, t('log.copiedOne'))}
        />
      )}
      {selected !== null && (
        <LogLineDetails
          line={selected}
          onClose={() => setSelected(null)}
          onCopy={() => copy(selected.text, t('log.copiedOne'))}
        />
      )}
      <div className={classes.foot}>
        <span role="status">{t('log.shown', { count: log.lines.length })}</span>
        {log.isCapped && <span>{t('log.capped', { count: MAX_KEPT })}</span>}
        {log.hasOlder && (
          <Button variant="subtle" size="compact-xs" loading={log.isLoadingOlder} onClick={log.loadOlder}>
            {t('log.older')}
          </Button>
        )}
      </div>
    </div>
  );
}
