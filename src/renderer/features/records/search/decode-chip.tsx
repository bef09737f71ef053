import { Button, Select } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AUTO_DECODE, type DecodeChoices, type SerdeChoice } from '../../../../shared/contract/serdes.ts';
import { useApi } from '../../../app/context.tsx';
import { t } from '../../../app/texts.ts';
import { useTopicLook } from '../../../app/use-topic-look.ts';
import { recordQuery } from '../open-record.ts';
import type { ReadOptions } from '../use-read-options.ts';
import { ChipPopover } from './chip-popover.tsx';
import { SchemaDialog } from './schema-dialog.tsx';
import { choiceHelp, choiceText, plainChoice, SERDE_GROUPS } from './serde-list.ts';
import type { Popovers } from './use-popovers.ts';
import classes from './search.module.css';

type DecodeProps = {
  readonly options: ReadOptions;
  readonly popovers: Popovers;
  readonly sessionId: string | null;
  readonly hasRows: boolean;
};
type Part = 'key' | 'value';

/** How keys and values are read, and by topic what was chosen. */
export function DecodeChip(props: DecodeProps) {
  const { options, popovers } = props;
  const [look] = useTopicLook(options.clusterId, options.topic);
  const [dialog, setDialog] = useState<SchemaFor | null>(null);
  return (
    <>
      <ChipPopover
        name="decode"
        popovers={popovers}
        title={t('search.decode')}
        text={decodeText(look.decode ?? AUTO_DECODE)}
        icon={<IconBraces size={15} />}
        isSet={look.decode !== null}
        className={classes.decodeSlot}
      >
        <DecodeForm
          {...props}
          onSchema={(wanted) => {
            popovers.set(null);
            setDialog(wanted);
          }}
        />
      </ChipPopover>
      {dialog === null ? null : (
        <SchemaOf clusterId={options.clusterId} wanted={dialog} onClose={() => setDialog(null)} />
      )}
    </>
  );
}

type SchemaFor = { readonly topic: string; readonly part: Part; readonly kind: 'avro' | 'protobuf' };
type SchemaOfProps = { readonly clusterId: string; readonly wanted: SchemaFor; readonly onClose: () => void };

/** The dialog stands outside the popover: a click in it would count as one outside, and take both away. */
function SchemaOf({ clusterId, wanted, onClose }: SchemaOfProps) {
  const { topic, part, kind } = wanted;
  const [look, change] = useTopicLook(clusterId, topic);
  const choices = look.decode ?? AUTO_DECODE;
  return (
    <SchemaDialog
      kind={kind}
      part={t(part === 'key' ? 'search.decodeKey' : 'search.decodeValue').toLowerCase()}
      before={choices[part]}
      onUse={(choice) => {
        change(() => ({ decode: { ...choices, [part]: choice } }));
        onClose();
      }}
      onClose={onClose}
    />
  );
}

function decodeText({ key, value }: DecodeChoices): string {
  if (key.kind === 'auto' && value.kind === 'auto') return t('search.decodeAuto');
  return `${key.kind === 'auto' ? t('search.decodeAuto') : choiceText(key)} / ${value.kind === 'auto' ? t('search.decodeAuto') : choiceText(value)}`;
}

type FormProps = DecodeProps & { readonly onSchema: (wanted: SchemaFor) => void };

function DecodeForm({ options, sessionId, hasRows, onSchema }: FormProps) {
  const { clusterId, settings } = options;
  const [topic, setTopic] = useState(options.topic);
  const [look, change] = useTopicLook(clusterId, topic);
  const seen = useFirstRecord(sessionId, hasRows && topic === options.topic);
  const choices = look.decode ?? AUTO_DECODE;
  const choose = (part: Part, choice: SerdeChoice): void => {
    const next = { ...choices, [part]: choice };
    const isAuto = next.key.kind === 'auto' && next.value.kind === 'auto';
    change(() => ({ decode: isAuto ? null : next }));
  };
  return (
    <div className={classes.decode}>
      {settings.topics.length > 1 ? (
        <Select
          label={t('search.decodeTopic')}
          data={settings.topics.map((each) => each.topic)}
          value={topic}
          onChange={(name) => setTopic(name ?? options.topic)}
          comboboxProps={{ withinPortal: false }}
        />
      ) : null}
      {(['key', 'value'] as const).map((part) => (
        <PartField
          key={part}
          part={part}
          choice={choices[part]}
          reason={seen?.[part].failure ?? seen?.[part].reason ?? null}
          onKind={(kind) => {
            if (kind === 'avro' || kind === 'protobuf') onSchema({ topic, part, kind });
            else choose(part, plainChoice(kind));
          }}
        />
      ))}
      <div className={classes.decodeFoot}>
        <span className={classes.help}>{t('search.decodeRemembered')}</span>
        <Button disabled={look.decode === null} onClick={() => change(() => ({ decode: null }))}>
          {t('search.decodeReset')}
        </Button>
      </div>
    </div>
  );
}

type PartProps = {
  readonly part: Part;
  readonly choice: SerdeChoice;
  readonly reason: string | null;
  readonly onKind: (kind: SerdeChoice['kind']) => void;
};

function PartField({ part, choice, reason, onKind }: PartProps) {
  const hasSchema = choice.kind === 'avro' || choice.kind === 'protobuf';
  return (
    <div className={classes.decodePart}>
      <Select
        label={t(part === 'key' ? 'search.decodeKey' : 'search.decodeValue')}
        data={SERDE_GROUPS.map(({ title, choices }) => ({
          group: t(title),
          items: choices.map(({ id, title: label }) => ({ value: id, label })),
        }))}
        description={choiceHelp(choice.kind)}
        value={choice.kind}
        onChange={(kind) => onKind((kind ?? 'auto') as SerdeChoice['kind'])}
        maxDropdownHeight={320}
        comboboxProps={{ withinPortal: false }}
      />
      {hasSchema ? (
        <Button variant="subtle" onClick={() => onKind(choice.kind)}>
          {t('search.decodeEdit')}
        </Button>
      ) : null}
      {reason === null || reason === '' ? null : <p className={classes.help}>{t('search.decodeSeen', { reason })}</p>}
    </div>
  );
}

/** The first record of the session in full: it says what it was recognised as, and why. */
function useFirstRecord(sessionId: string | null, isAsked: boolean) {
  const api = useApi();
  const query = useQuery({
    ...recordQuery(api, { sessionId: sessionId ?? '', id: 0 }),
    enabled: sessionId !== null && isAsked,
    retry: false,
  });
  return query.data?.detail ?? null;
}
