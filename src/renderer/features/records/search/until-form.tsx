import { Button, Radio, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { ReadUntil } from '../../../../shared/contract/records.ts';
import { useApp, usePreferences } from '../../../app/context.tsx';
import { t, type TextKey } from '../../../app/texts.ts';
import { readUntilOf, untilDraftOf, type UntilDraft } from '../read-draft.ts';
import type { ReadOptions } from '../use-read-options.ts';
import { endsFor } from './read-settings.ts';
import { TimeField } from './time-field.tsx';
import classes from './search.module.css';

const LABELS: Readonly<Record<ReadUntil['kind'], TextKey>> = {
  end: 'search.untilEnd',
  never: 'search.untilNever',
  count: 'search.untilCountKind',
  bytes: 'search.untilBytesKind',
  time: 'search.untilTimeKind',
  offset: 'search.untilOffsetKind',
};

/** Where reading ends. */
export function UntilForm({ options, onDone }: { readonly options: ReadOptions; readonly onDone: () => void }) {
  const { clock } = useApp();
  const mode = usePreferences((preferences) => preferences.time);
  const [draft, setDraft] = useState<UntilDraft>(() => untilDraftOf(options.settings.until));
  const edit = (part: Partial<UntilDraft>): void => setDraft({ ...draft, ...part });
  const read = (part: Partial<UntilDraft> = {}): void => {
    const until = readUntilOf({ ...draft, ...part }, clock(), mode);
    if (until === null) return;
    options.change({ until });
    onDone();
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        read();
      }}
    >
      <Radio.Group
        aria-label={t('search.until')}
        value={draft.kind}
        onChange={(value) => edit({ kind: value as ReadUntil['kind'] })}
      >
        <div className={classes.kinds}>
          {endsFor(options.settings.from).map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={t(LABELS[kind])}
              onClick={() => {
                if (kind === 'end' || kind === 'never') read({ kind });
              }}
            />
          ))}
        </div>
      </Radio.Group>
      <div className={classes.fields}>
        <Fields draft={draft} edit={edit} read={read} />
      </div>
      <div className={classes.formActions}>
        <Button type="submit" variant="filled" disabled={readUntilOf(draft, clock(), mode) === null}>
          {t('search.apply')}
        </Button>
      </div>
    </form>
  );
}

type FieldsProps = {
  readonly draft: UntilDraft;
  readonly edit: (part: Partial<UntilDraft>) => void;
  readonly read: (part?: Partial<UntilDraft>) => void;
};

function Fields({ draft, edit, read }: FieldsProps): ReactNode {
  const isWrong = readUntilOf(draft, 0, 'utc') === null;
  switch (draft.kind) {
    case 'end':
    case 'never':
      return null;
    case 'time':
      return (
        <>
          <p className={classes.help}>{t('search.untilTimeHint')}</p>
          <TimeField text={draft.time} onText={(time) => edit({ time })} onPick={(time) => read({ time })} />
        </>
      );
    case 'count':
      return (
        <TextInput
          autoFocus
          label={t('search.untilCountKind')}
          description={t('search.untilCountHint')}
          value={draft.count}
          error={isWrong ? t('search.countWrong', { max: 1_000_000_000 }) : undefined}
          onChange={(event) => edit({ count: event.currentTarget.value })}
        />
      );
    case 'bytes':
      return (
        <TextInput
          autoFocus
          label={t('search.untilBytesKind')}
          description={t('search.untilBytesHint')}
          value={draft.bytes}
          error={isWrong ? t('search.bytesWrong') : undefined}
          onChange={(event) => edit({ bytes: event.currentTarget.value })}
        />
      );
    case 'offset':
      return (
        <TextInput
          autoFocus
          label={t('records.offset')}
          description={t('search.untilOffsetHint')}
          placeholder={t('records.offsetPlaceholder')}
          value={draft.offset}
          error={isWrong && draft.offset !== '' ? t('records.offsetWrong') : undefined}
          onChange={(event) => edit({ offset: event.currentTarget.value })}
        />
      );
  }
}
