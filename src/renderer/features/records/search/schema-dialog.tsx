import { Autocomplete, Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { SerdeChoice } from '../../../../shared/contract/serdes.ts';
import { t } from '../../../app/texts.ts';
import { ModalDialog } from '../../../ui/modal-dialog.tsx';
import { protoFiles, protoMessages, protoText } from './serde-list.ts';
import classes from './search.module.css';

type DialogProps = {
  readonly kind: 'avro' | 'protobuf';
  /** "key" or "value". */
  readonly part: string;
  /** What is chosen now: its schema is there to be edited. */
  readonly before: SerdeChoice;
  readonly onUse: (choice: SerdeChoice) => void;
  readonly onClose: () => void;
};

/** A schema pasted for one topic: an Avro schema, or a .proto file and which of its messages the bytes are. */
export function SchemaDialog({ kind, part, before, onUse, onClose }: DialogProps) {
  const [text, setText] = useState(() =>
    before.kind === 'avro' ? before.schema : before.kind === 'protobuf' ? protoText(before.files) : '',
  );
  const [typed, setMessage] = useState(before.kind === 'protobuf' ? before.message : '');
  const messages = kind === 'protobuf' ? protoMessages(text) : [];
  const message = typed.trim() === '' ? (messages[0] ?? '') : typed.trim();
  const problem = problemOf(kind, text, message);
  const use = (): void => {
    if (problem !== null) return;
    onUse(kind === 'avro' ? { kind, schema: text } : { kind, files: protoFiles(text), message });
  };
  return (
    <ModalDialog
      onClose={onClose}
      size="lg"
      title={t(kind === 'avro' ? 'search.schemaAvro' : 'search.schemaProto')}
      closeButtonProps={{ 'aria-label': t('search.schemaCancel') }}
    >
      <div className={classes.schema}>
        <Textarea
          data-autofocus
          aria-label={t(kind === 'avro' ? 'search.schemaAvro' : 'search.schemaProto')}
          description={t(kind === 'avro' ? 'search.schemaAvroHint' : 'search.schemaProtoHint', { part })}
          classNames={{ input: classes.schemaText ?? '' }}
          rows={16}
          value={text}
          error={text.trim() === '' ? undefined : (problem ?? undefined)}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {kind === 'protobuf' ? (
          <Autocomplete
            size="xs"
            label={t('search.schemaMessage')}
            description={t('search.schemaMessageHint', { part })}
            placeholder={messages[0] ?? ''}
            data={messages}
            value={typed}
            onChange={setMessage}
          />
        ) : null}
        <div className={classes.formActions}>
          <Button onClick={onClose}>{t('search.schemaCancel')}</Button>
          <Button variant="filled" disabled={problem !== null} onClick={use}>
            {t('search.schemaUse')}
          </Button>
        </div>
      </div>
    </ModalDialog>
  );
}

/** What keeps the schema from being used; whether it fits the records only reading tells. */
function problemOf(kind: 'avro' | 'protobuf', text: string, message: string): string | null {
  if (text.trim() === '') return t('search.schemaEmpty');
  if (kind === 'protobuf') return message === '' ? t('search.schemaNoMessage') : null;
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return t('search.schemaNotJson', { message: error instanceof Error ? error.message : String(error) });
  }
}
