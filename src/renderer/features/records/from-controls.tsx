import { Button, Select, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import type { ReadFrom } from '../../../shared/contract/records.ts';
import { useApp, usePreferences } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { formatCount, formatTime } from '../../ui/format.ts';
import { COUNTS, draftOf, FIRST_DRAFT, readFromOf, type ReadDraft } from './read-draft.ts';
import type { ReadOptions } from './use-read-options.ts';
import classes from './records.module.css';

/** Where reading starts: a choice, and beside it what that choice needs. */
export function FromControls({ options }: { readonly options: ReadOptions }) {
  const { settings, change } = options;
  const { clock } = useApp();
  const mode = usePreferences((preferences) => preferences.time);
  const [draft, setDraft] = useState<ReadDraft>(() => draftOf(settings.from, FIRST_DRAFT));
  const apply = (next: ReadDraft = draft): boolean => {
    const from = readFromOf(next, clock(), mode);
    if (from !== null) change({ from });
    return from !== null;
  };
  const edit = (part: Partial<ReadDraft>): void => {
    const next = { ...draft, ...part };
    setDraft(next);
    if (next.kind !== 'offset' && next.kind !== 'time') apply(next);
  };
  return (
    <>
      <Select
        aria-label={t('records.from')}
        className={classes.from}
        data={[
          { value: 'latest', label: t('records.fromLatest') },
          { value: 'beginning', label: t('records.fromBeginning') },
          { value: 'offset', label: t('records.fromOffset') },
          { value: 'time', label: t('records.fromTime') },
          { value: 'now', label: t('records.fromNow') },
        ]}
        value={draft.kind}
        onChange={(kind) => edit({ kind: (kind ?? 'latest') as ReadFrom['kind'] })}
      />
      {draft.kind === 'latest' ? (
        <Select
          aria-label={t('records.count')}
          className={classes.howMany}
          data={COUNTS.map((count) => ({ value: String(count), label: formatCount(count) }))}
          value={String(draft.count)}
          onChange={(count) => edit({ count: Number(count ?? 100) })}
        />
      ) : null}
      {draft.kind === 'offset' || draft.kind === 'time' ? (
        <TypedStart key={draft.kind} draft={draft} edit={edit} apply={apply} kind={draft.kind} />
      ) : null}
    </>
  );
}

type TypedProps = {
  readonly draft: ReadDraft;
  readonly edit: (part: Partial<ReadDraft>) => void;
  readonly apply: () => boolean;
  readonly kind: 'offset' | 'time';
};

function TypedStart({ draft, edit, apply, kind }: TypedProps) {
  const { clock } = useApp();
  const mode = usePreferences((preferences) => preferences.time);
  const [wasTried, setTried] = useState(false);
  const from = readFromOf(draft, clock(), mode);
  const isWrong = wasTried && from === null;
  const submit = (): void => setTried(!apply());
  const wrong = kind === 'offset' ? t('records.offsetWrong') : t('records.timeWrong');
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') submit();
  };
  return (
    <>
      <TextInput
        autoFocus
        aria-label={kind === 'offset' ? t('records.offset') : t('records.time')}
        placeholder={kind === 'offset' ? t('records.offsetPlaceholder') : t('records.timePlaceholder')}
        title={isWrong ? wrong : undefined}
        className={kind === 'offset' ? classes.offset : classes.time}
        value={kind === 'offset' ? draft.offset : draft.time}
        error={isWrong}
        aria-describedby="records-start-said"
        spellCheck={false}
        onChange={(event) =>
          edit(kind === 'offset' ? { offset: event.currentTarget.value } : { time: event.currentTarget.value })
        }
        onKeyDown={onKeyDown}
      />
      <Button onClick={submit} disabled={from === null}>
        {t('records.read')}
      </Button>
      <span id="records-start-said" role="status" className={isWrong ? classes.wrong : classes.said}>
        {isWrong ? wrong : from?.kind === 'time' ? formatTime(from.timestamp, mode) : ''}
      </span>
    </>
  );
}
