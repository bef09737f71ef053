import { Button, Radio, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { ReadFrom } from '../../../../shared/contract/records.ts';
import { useApp, usePreferences } from '../../../app/context.tsx';
import { t, type TextKey } from '../../../app/texts.ts';
import { formatCount } from '../../../ui/format.ts';
import { COUNTS, fromDraftOf, readFromOf, type FromDraft } from '../read-draft.ts';
import type { ReadOptions } from '../use-read-options.ts';
import { GroupField } from './group-field.tsx';
import { OffsetsEditor } from './offsets-editor.tsx';
import { TimeField } from './time-field.tsx';
import classes from './search.module.css';

const KINDS: ReadonlyArray<readonly [ReadFrom['kind'], TextKey]> = [
  ['latest', 'search.fromNewest'],
  ['beginning', 'records.fromBeginning'],
  ['time', 'records.fromTime'],
  ['offset', 'records.fromOffset'],
  ['offsets', 'search.fromEachOffset'],
  ['group', 'search.fromGroupKind'],
  ['now', 'records.fromNow'],
];

type FormProps = { readonly options: ReadOptions; readonly onDone: () => void };

/** Where reading starts: a choice, and under it what that choice needs. What needs nothing more reads at once. */
export function FromForm({ options, onDone }: FormProps) {
  const { clock } = useApp();
  const mode = usePreferences((preferences) => preferences.time);
  const [draft, setDraft] = useState<FromDraft>(() => fromDraftOf(options.settings.from));
  const edit = (part: Partial<FromDraft>): void => setDraft({ ...draft, ...part });
  const read = (part: Partial<FromDraft> = {}): void => {
    const from = readFromOf({ ...draft, ...part }, clock(), mode);
    if (from === null) return;
    options.readFrom(from);
    onDone();
  };
  const isReady = readFromOf(draft, clock(), mode) !== null;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        read();
      }}
    >
      <Radio.Group
        aria-label={t('search.from')}
        value={draft.kind}
        onChange={(value) => edit({ kind: value as ReadFrom['kind'] })}
      >
        <div className={classes.kinds}>
          {KINDS.map(([kind, label]) => (
            <Radio
              key={kind}
              value={kind}
              label={t(label)}
              onClick={() => {
                if (kind === 'beginning' || kind === 'now') read({ kind });
              }}
            />
          ))}
        </div>
      </Radio.Group>
      <div className={classes.fields}>
        <Fields draft={draft} edit={edit} read={read} options={options} />
      </div>
      <div className={classes.formActions}>
        <Button type="submit" variant="filled" disabled={!isReady}>
          {t('search.apply')}
        </Button>
      </div>
    </form>
  );
}

type FieldsProps = {
  readonly draft: FromDraft;
  readonly edit: (part: Partial<FromDraft>) => void;
  readonly read: (part?: Partial<FromDraft>) => void;
  readonly options: ReadOptions;
};

function Fields({ draft, edit, read, options }: FieldsProps): ReactNode {
  switch (draft.kind) {
    case 'latest':
      return <NewestFields draft={draft} edit={edit} read={read} />;
    case 'time':
      return <TimeField text={draft.time} onText={(time) => edit({ time })} onPick={(time) => read({ time })} />;
    case 'offset':
      return (
        <TextInput
          data-autofocus
          autoFocus
          label={t('records.offset')}
          description={t('search.fromOffsetHint')}
          placeholder={t('records.offsetPlaceholder')}
          value={draft.offset}
          error={draft.offset !== '' && readFromOf(draft, 0, 'utc') === null ? t('records.offsetWrong') : undefined}
          spellCheck={false}
          onChange={(event) => edit({ offset: event.currentTarget.value })}
        />
      );
    case 'offsets':
      return (
        <OffsetsEditor
          clusterId={options.clusterId}
          topics={options.settings.topics}
          offsets={draft.offsets}
          onOffsets={(offsets) => edit({ offsets })}
        />
      );
    case 'group':
      return (
        <GroupField
          clusterId={options.clusterId}
          topic={options.topic}
          group={draft.group}
          onGroup={(group) => edit({ group })}
        />
      );
    case 'now':
      return <p className={classes.help}>{t('search.fromNowHint')}</p>;
    case 'beginning':
      return null;
  }
}

function NewestFields({ draft, edit, read }: Omit<FieldsProps, 'options'>) {
  const isWrong = readFromOf(draft, 0, 'utc') === null;
  return (
    <>
      <p className={classes.help}>{t('search.fromLatestHint')}</p>
      <div className={classes.quick}>
        {COUNTS.map((count) => (
          <Button
            key={count}
            variant={draft.count === String(count) ? 'light' : 'default'}
            onClick={() => read({ count: String(count) })}
          >
            {formatCount(count)}
          </Button>
        ))}
      </div>
      <TextInput
        data-autofocus
        label={t('records.count')}
        value={draft.count}
        error={isWrong ? t('search.countWrong', { max: 10_000 }) : undefined}
        onChange={(event) => edit({ count: event.currentTarget.value })}
      />
    </>
  );
}
