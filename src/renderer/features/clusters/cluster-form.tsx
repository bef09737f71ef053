import { Button, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { ClusterDraftInput } from '../../../shared/contract/clusters.ts';
import { useApi } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { ConnectionSection } from './connection-section.tsx';
import { emptyDraft, usesSasl, usesTls } from './draft.ts';
import classes from './form.module.css';
import { GeneralSection } from './general-section.tsx';
import { PasteConfig } from './paste-config.tsx';
import { RegistrySection } from './registry-section.tsx';
import { SaslSection } from './sasl-section.tsx';
import { FormOutcome } from './test-result.tsx';
import { TlsSection } from './tls-section.tsx';
import { useClusterForm, type ClusterFormState, type FormOptions } from './use-cluster-form.ts';

type Props = {
  /** null makes a new cluster. */
  readonly clusterId: string | null;
  readonly tryCompatible?: boolean;
  onClose(): void;
};

/** The dialog that makes or edits a cluster. */
export function ClusterForm({ clusterId, tryCompatible = false, onClose }: Props) {
  const api = useApi();
  const stored = useQuery({
    queryKey: ['cluster-draft', clusterId],
    queryFn: ({ signal }) => api.clusters.draft({ clusterId: clusterId ?? '' }, { signal }),
    enabled: clusterId !== null,
    gcTime: 0,
    staleTime: Infinity,
  });
  if (clusterId === null) return <OpenForm clusterId={null} initial={NEW} onClose={onClose} />;
  if (stored.data !== undefined) {
    const initial: ClusterDraftInput = tryCompatible ? { ...stored.data, engine: 'kafkajs' } : stored.data;
    return <OpenForm clusterId={clusterId} initial={initial} onClose={onClose} />;
  }
  return (
    <FormFrame title={t('common.edit')} onClose={onClose}>
      <div className={classes.waiting}>
        {stored.error === null ? (
          <Loader size={24} aria-label={t('common.loading')} />
        ) : (
          <ErrorView error={stored.error} onRetry={() => void stored.refetch()} />
        )}
      </div>
    </FormFrame>
  );
}

const NEW = emptyDraft();

function OpenForm(options: FormOptions) {
  const form = useClusterForm(options);
  const [isLeaving, setLeaving] = useState(false);
  const isNew = options.clusterId === null;
  function leave(): void {
    if (form.isDirty && !isLeaving) setLeaving(true);
    else options.onClose();
  }
  const section = { draft: form.draft, errors: form.errors, change: form.change };
  const title = isNew ? t('clusters.new') : t('clusters.editTitle', { name: options.initial.name });
  return (
    <FormFrame title={title} onClose={leave}>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.runSave(isNew);
        }}
      >
        <div className={classes.body}>
          <PasteConfig onParsed={form.fill} />
          <GeneralSection {...section} />
          <ConnectionSection {...section} />
          {usesSasl(form.draft) && <SaslSection {...section} />}
          {usesTls(form.draft) && <TlsSection {...section} />}
          <RegistrySection {...section} />
        </div>
        <div className={classes.foot}>
          <FormOutcome form={form} />
          {isLeaving ? (
            <LeaveQuestion onLeave={options.onClose} onStay={() => setLeaving(false)} />
          ) : (
            <FormButtons form={form} isNew={isNew} onCancel={leave} />
          )}
        </div>
      </form>
    </FormFrame>
  );
}

function FormFrame(props: { readonly title: string; readonly children: ReactNode; onClose(): void }) {
  return (
    <ModalDialog
      onClose={props.onClose}
      title={props.title}
      size={720}
      padding={0}
      yOffset="4vh"
      closeOnClickOutside={false}
      classNames={{ header: classes.header ?? '', content: classes.content ?? '', body: classes.modalBody ?? '' }}
    >
      {props.children}
    </ModalDialog>
  );
}

type ButtonsProps = { readonly form: ClusterFormState; readonly isNew: boolean; onCancel(): void };

function FormButtons({ form, isNew, onCancel }: ButtonsProps) {
  const isTesting = form.test.isPending;
  const isSaving = form.save.isPending;
  return (
    <div className={classes.buttons}>
      <Button onClick={() => form.runTest()} disabled={isTesting}>
        {t('clusters.test')}
      </Button>
      {isTesting && (
        <>
          <span className={classes.testing} role="status">
            <Loader size={14} /> {t('clusters.testing')}
          </span>
          <Button variant="subtle" onClick={form.test.cancel}>
            {t('common.cancel')}
          </Button>
        </>
      )}
      <span className={classes.gap} />
      {!isTesting && <Button onClick={onCancel}>{t('common.cancel')}</Button>}
      <Button
        type={isNew ? 'button' : 'submit'}
        variant={isNew ? 'default' : 'filled'}
        loading={isSaving}
        onClick={isNew ? () => form.runSave(false) : undefined}
      >
        {t('common.save')}
      </Button>
      <Button
        type={isNew ? 'submit' : 'button'}
        variant={isNew ? 'filled' : 'default'}
        loading={isSaving}
        onClick={isNew ? undefined : () => form.runSave(true)}
      >
        {t('clusters.saveAndOpen')}
      </Button>
    </div>
  );
}

function LeaveQuestion({ onLeave, onStay }: { onLeave(): void; onStay(): void }) {
  return (
    <div className={classes.buttons} role="alertdialog" aria-label={t('clusters.discardQuestion')}>
      <span className={classes.gap}>{t('clusters.discardQuestion')}</span>
      <Button onClick={onStay} autoFocus>
        {t('clusters.keepEditing')}
      </Button>
      <Button variant="filled" className="danger" onClick={onLeave}>
        {t('clusters.discard')}
      </Button>
    </div>
  );
}
