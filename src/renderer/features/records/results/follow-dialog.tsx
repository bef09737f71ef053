import { Button, Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { WorkspaceTab } from '../../../../shared/contract/app.ts';
import { useApi, usePreferences } from '../../../app/context.tsx';
import { ErrorView } from '../../../app/error-view.tsx';
import { t } from '../../../app/texts.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import type { RecordName } from '../open-record.ts';
import { useRecordDetail } from '../use-record-detail.ts';
import { ModalDialog } from '../../../ui/modal-dialog.tsx';
import { followText } from './key-filter.ts';
import classes from './dialogs.module.css';

const MAX_TOPICS = 50;
/** More would be a list nobody reads; the field above finds the rest. */
const MAX_SHOWN = 200;

type FollowProps = {
  readonly clusterId: string;
  readonly topic: string;
  readonly name: RecordName;
  readonly onOpenTab: (tab: WorkspaceTab) => void;
  readonly onClose: () => void;
};

/** Which topics a key is followed through. */
export function FollowDialog({ clusterId, topic, name, onOpenTab, onClose }: FollowProps) {
  const record = useRecordDetail(name.sessionId, name.id);
  const key = record.data === undefined ? null : followText(record.data.detail.key);
  const opened = useOpenTopics(clusterId, topic);
  const [chosen, setChosen] = useState<ReadonlyArray<string>>(opened);
  return (
    <ModalDialog onClose={onClose} title={t('results.followTitle')} size={480} yOffset="10vh">
      {record.isError ? <ErrorView error={record.error} onRetry={() => void record.refetch()} /> : null}
      {record.data !== undefined && key === null ? (
        <EmptyState title={t('results.followNoText')} hint={t('results.followNoTextHint')} />
      ) : (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (key === null || chosen.length === 0) return;
            onOpenTab({ kind: 'key', key, topics: [...chosen] });
            onClose();
          }}
        >
          <span className={classes.keyText} title={key ?? ''}>
            {key ?? t('common.loading')}
          </span>
          <TopicChoice clusterId={clusterId} chosen={chosen} onChosen={setChosen} />
          <p className={classes.hint}>{t('results.followHint')}</p>
          <div className={classes.buttons}>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" variant="filled" disabled={key === null || chosen.length === 0}>
              {t('results.followOpen', { count: chosen.length })}
            </Button>
          </div>
        </form>
      )}
    </ModalDialog>
  );
}

type ChoiceProps = {
  readonly clusterId: string;
  readonly chosen: ReadonlyArray<string>;
  readonly onChosen: (topics: ReadonlyArray<string>) => void;
};

function TopicChoice({ clusterId, chosen, onChosen }: ChoiceProps) {
  const api = useApi();
  const [filter, setFilter] = useState('');
  const query = useQuery({
    queryKey: ['topics', clusterId, { includeInternal: false }],
    queryFn: ({ signal }) => api.topics.list({ clusterId, includeInternal: false }, { signal }),
    staleTime: 30_000,
  });
  const names = query.data?.topics.map((each) => each.name) ?? [];
  const wanted = filter.trim().toLowerCase();
  const others = names.filter((name) => !chosen.includes(name) && name.toLowerCase().includes(wanted));
  const shown = [...chosen, ...others].slice(0, MAX_SHOWN);
  const isFull = chosen.length >= MAX_TOPICS;
  return (
    <>
      <TextInput
        label={t('results.followTopics')}
        placeholder={t('results.followFilter')}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        data-autofocus
      />
      {query.isError ? <ErrorView size="inline" error={query.error} onRetry={() => void query.refetch()} /> : null}
      <ul className={classes.topicList} aria-label={t('results.followTopics')}>
        {shown.map((name) => {
          const isChosen = chosen.includes(name);
          return (
            <li key={name}>
              <Checkbox
                label={name}
                checked={isChosen}
                disabled={isFull && !isChosen}
                onChange={() => onChosen(isChosen ? chosen.filter((each) => each !== name) : [...chosen, name])}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** The record's own topic and those open in tabs: what one is looking at belongs together most often. */
function useOpenTopics(clusterId: string, topic: string): ReadonlyArray<string> {
  const tabs = usePreferences((preferences) => preferences.workspaces[clusterId]?.tabs);
  const opened = (tabs ?? []).flatMap((tab) => (tab.kind === 'records' ? [tab.topic] : []));
  return [...new Set([topic, ...opened])].slice(0, MAX_TOPICS);
}
