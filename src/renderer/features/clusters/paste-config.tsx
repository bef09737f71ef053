import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ParsedConfig } from '../../../shared/contract/clusters.ts';
import { useApi } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import classes from './form.module.css';

type Props = { onParsed(parsed: ParsedConfig): void };

/** Fills the form from the text of a client's configuration. */
export function PasteConfig({ onParsed }: Props) {
  const api = useApi();
  const [text, setText] = useState('');
  const parse = useMutation({
    mutationFn: () => api.clusters.parseConfig({ text }),
    onSuccess: (parsed) => {
      onParsed(parsed);
      setText(''); // It may hold a password; the form has taken what it needs.
    },
  });
  return (
    <details className={classes.paste}>
      <summary className={classes.pasteSummary}>{t('clusters.paste')}</summary>
      <p className={classes.about}>{t('clusters.pasteAbout')}</p>
      <Textarea
        aria-label={t('clusters.pasteText')}
        placeholder={'bootstrap.servers=broker-1:9093,broker-2:9093\nsecurity.protocol=SASL_SSL\n…'}
        classNames={{ input: 'mono' }}
        rows={6}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.pasteActions}>
        <Button onClick={() => parse.mutate()} loading={parse.isPending} disabled={text.trim() === ''}>
          {t('clusters.pasteApply')}
        </Button>
      </div>
      {parse.error !== null && <ErrorView error={parse.error} size="inline" />}
      {parse.data !== undefined && <Applied parsed={parse.data} />}
    </details>
  );
}

function Applied({ parsed }: { readonly parsed: ParsedConfig }) {
  return (
    <div className={classes.applied} role="status">
      <p>{t(`clusters.pasteApplied.${parsed.format}`)}</p>
      {parsed.notes.length > 0 && (
        <>
          <p className="dim">{t('clusters.pasteNotes')}</p>
          <ul>
            {parsed.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
