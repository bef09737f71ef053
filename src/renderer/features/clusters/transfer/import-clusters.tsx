import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ErrorView } from '../../../app/error-view.tsx';
import { t } from '../../../app/texts.ts';
import { useAppInfo } from '../../../app/use-app-info.ts';
import { ModalDialog } from '../../../ui/modal-dialog.tsx';
import { ImportReview } from './import-review.tsx';
import classes from './transfer.module.css';
import { useImport, type ImportState } from './use-import.ts';

/** Clusters from a file or a text: first what is in it, then what is wanted of it. */
export function ImportClusters({ onClose }: { onClose(): void }) {
  const state = useImport(onClose);
  return (
    <ModalDialog onClose={state.close} title={t('transfer.importTitle')} size={640} yOffset="8vh">
      {state.preview === null ? (
        <ImportSourceForm state={state} />
      ) : (
        // Keyed by what it shows: another file starts with choices of its own.
        <ImportReview key={state.preview.importId} preview={state.preview} state={state} />
      )}
    </ModalDialog>
  );
}

function ImportSourceForm({ state }: { readonly state: ImportState }) {
  const [text, setText] = useState('');
  const canChooseFiles = useAppInfo().data?.canChooseFiles === true;
  const { read } = state;
  return (
    <div className={classes.body}>
      <p className={classes.about}>{t('transfer.importAbout')}</p>
      {canChooseFiles && (
        <div>
          <Button
            variant="filled"
            data-autofocus
            loading={read.isPending}
            onClick={() => read.mutate({ kind: 'file' })}
          >
            {t('transfer.chooseFile')}
          </Button>
        </div>
      )}
      <Textarea
        label={t('transfer.orPaste')}
        placeholder={'{\n  "format": "conduktor-clusters",\n  …'}
        classNames={{ input: 'mono' }}
        rows={8}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {read.error !== null && <ErrorView error={read.error} size="inline" />}
      <div className={classes.buttons}>
        <Button onClick={state.close}>{t('common.cancel')}</Button>
        <Button
          variant={canChooseFiles ? 'default' : 'filled'}
          loading={read.isPending}
          disabled={text.trim() === ''}
          onClick={() => read.mutate({ kind: 'text', text })}
        >
          {t('transfer.read')}
        </Button>
      </div>
    </div>
  );
}
