import { Button, Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ClusterSummary } from '../../../../shared/contract/clusters.ts';
import { ErrorView } from '../../../app/error-view.tsx';
import { NewPassphraseFields } from '../../../app/new-passphrase.tsx';
import { t } from '../../../app/texts.ts';
import { useClusters } from '../../../app/use-clusters.ts';
import { useCopy } from '../../../ui/copy/index.ts';
import { downloadText } from '../../../ui/download-text.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Choice } from '../choice.tsx';
import { ModalDialog } from '../../../ui/modal-dialog.tsx';
import classes from './transfer.module.css';
import { useExport } from './use-export.ts';

type Props = { readonly clusterId: string | null; onClose(): void };

/** One cluster or several to a file; their passwords stay out of it or are encrypted. */
export function ExportClusters({ clusterId, onClose }: Props) {
  const { data: clusters = [] } = useClusters();
  return (
    <ModalDialog onClose={onClose} title={t('transfer.exportTitle')} size={520} yOffset="8vh">
      {clusters.length === 0 ? (
        <EmptyState title={t('transfer.none')} />
      ) : (
        <ExportForm clusters={clusters} clusterId={clusterId} onClose={onClose} />
      )}
    </ModalDialog>
  );
}

function ExportForm({ clusters, clusterId, onClose }: Props & { readonly clusters: ReadonlyArray<ClusterSummary> }) {
  const [chosen, setChosen] = useState<ReadonlyArray<string>>(() =>
    clusterId === null ? clusters.map(({ id }) => id) : [clusterId],
  );
  const form = useExport(chosen, onClose);
  const { run, typed, isEncrypted } = form;
  if (run.data?.text !== undefined && run.data.text !== null) {
    return <ExportedText text={run.data.text} missing={run.data.missing} onClose={onClose} />;
  }
  return (
    <form
      className={classes.body}
      onSubmit={(event) => {
        event.preventDefault();
        run.mutate();
      }}
    >
      <div>
        <p className={classes.label} id="export-which">
          {t('transfer.which')}
        </p>
        <div className={classes.clusters} role="group" aria-labelledby="export-which">
          <Checkbox
            label={t('transfer.all')}
            checked={chosen.length === clusters.length}
            indeterminate={chosen.length > 0 && chosen.length < clusters.length}
            onChange={(event) => setChosen(event.currentTarget.checked ? clusters.map(({ id }) => id) : [])}
          />
          {clusters.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={chosen.includes(id)}
              onChange={(event) =>
                setChosen(event.currentTarget.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
              }
            />
          ))}
        </div>
      </div>
      <Choice
        label={t('transfer.passwords')}
        value={isEncrypted ? 'encrypted' : 'without'}
        options={[
          { value: 'without', label: t('transfer.without') },
          { value: 'encrypted', label: t('transfer.encrypted') },
        ]}
        about={t(isEncrypted ? 'transfer.encryptedAbout' : 'transfer.withoutAbout')}
        onChange={(value) => form.setEncrypted(value === 'encrypted')}
      />
      {isEncrypted && (
        <div className={classes.fields}>
          <NewPassphraseFields typed={typed} />
        </div>
      )}
      {run.error !== null && <ErrorView error={run.error} size="inline" />}
      <div className={classes.buttons}>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          type="submit"
          variant="filled"
          loading={run.isPending}
          disabled={chosen.length === 0 || (isEncrypted && typed.value === null)}
        >
          {t(form.canChooseFiles ? 'transfer.toFile' : 'transfer.toText')}
        </Button>
      </div>
    </form>
  );
}

type TextProps = { readonly text: string; readonly missing: ReadonlyArray<string>; onClose(): void };

function ExportedText({ text, missing, onClose }: TextProps) {
  const { copy } = useCopy({ copied: t('transfer.copied'), failed: t('log.copyFailed') });
  return (
    <div className={classes.body}>
      <p className={classes.about}>{t('transfer.exportedText')}</p>
      {missing.length > 0 && <p className={classes.missing}>{t('transfer.missing', { names: missing.join(', ') })}</p>}
      <Textarea
        aria-label={t('transfer.text')}
        classNames={{ input: 'mono' }}
        rows={12}
        readOnly
        value={text}
        spellCheck={false}
      />
      <div className={classes.buttons}>
        <Button onClick={() => copy(text)}>{t('common.copy')}</Button>
        <Button onClick={() => downloadText('conduktor-clusters.json', text, document, 'application/json')}>
          {t('transfer.download')}
        </Button>
        <span className={classes.gap} />
        <Button variant="filled" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </div>
  );
}
