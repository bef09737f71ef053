import { Button, NativeSelect, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import type { ImportChoice, ImportedCluster, ImportPreview } from '../../../../shared/contract/transfer.ts';
import { ErrorView } from '../../../app/error-view.tsx';
import { ModeBadge } from '../../../app/mode-badge.tsx';
import { t } from '../../../app/texts.ts';
import { formatTime } from '../../../ui/format.ts';
import classes from './transfer.module.css';
import type { ImportState } from './use-import.ts';

type Action = ImportChoice['action'];
type Props = { readonly preview: ImportPreview; readonly state: ImportState };

/** What would come in, each with what to do about it. */
export function ImportReview({ preview, state }: Props) {
  const [actions, setActions] = useState<Readonly<Record<number, Action>>>({});
  const actionOf = (cluster: ImportedCluster): Action => actions[cluster.index] ?? firstAction(cluster);
  const wanted = preview.clusters.filter((cluster) => actionOf(cluster) !== 'skip');
  const { apply } = state;
  return (
    <div className={classes.body}>
      <p className={classes.about}>
        {t('transfer.madeAt', { time: formatTime(preview.exportedAt, 'local').slice(0, 16) })}
      </p>
      <UnlockFile preview={preview} state={state} />
      <ul className={classes.coming} aria-label={t('transfer.which')}>
        {preview.clusters.map((cluster) => (
          <Coming
            key={cluster.index}
            cluster={cluster}
            action={actionOf(cluster)}
            onAction={(action) => setActions({ ...actions, [cluster.index]: action })}
          />
        ))}
      </ul>
      {apply.error !== null && <ErrorView error={apply.error} size="inline" />}
      <div className={classes.buttons}>
        <Button onClick={state.back}>{t('transfer.back')}</Button>
        <span className={classes.gap} />
        <Button onClick={state.close}>{t('common.cancel')}</Button>
        <Button
          variant="filled"
          data-autofocus
          loading={apply.isPending}
          disabled={wanted.length === 0}
          onClick={() =>
            apply.mutate(preview.clusters.map((cluster) => ({ index: cluster.index, action: actionOf(cluster) })))
          }
        >
          {wanted.length === 0 ? t('transfer.nothing') : t('transfer.confirm', { count: wanted.length })}
        </Button>
      </div>
    </div>
  );
}

/** What replaces something is never the first choice. */
function firstAction({ conflict }: ImportedCluster): Action {
  return conflict.kind === 'none' ? 'add' : 'skip';
}

type ComingProps = { readonly cluster: ImportedCluster; readonly action: Action; onAction(action: Action): void };

function Coming({ cluster, action, onAction }: ComingProps) {
  const { conflict, paths, secrets, missingSecrets } = cluster;
  const options: ReadonlyArray<{ value: Action; label: string }> =
    conflict.kind === 'none'
      ? [
          { value: 'add', label: t('transfer.add') },
          { value: 'skip', label: t('transfer.skip') },
        ]
      : [
          { value: 'skip', label: t('transfer.skip') },
          { value: 'keep-both', label: t('transfer.keepBoth') },
          ...(conflict.canReplace
            ? [{ value: 'replace' as const, label: t('transfer.replace', { name: conflict.name }) }]
            : []),
        ];
  return (
    <li className={classes.cluster} data-skipped={action === 'skip' || undefined}>
      <span className={classes.dot} style={{ background: cluster.color }} aria-hidden />
      <div className={classes.what}>
        <span className={classes.name}>{cluster.name}</span> <ModeBadge mode={cluster.mode} />
        <p className={`${classes.facts} mono`}>
          {cluster.protocol} {cluster.bootstrapServers}
          {cluster.username !== '' && ` ${t('transfer.user', { user: cluster.username })}`}
        </p>
        {cluster.registryUrls !== '' && (
          <p className={`${classes.facts} mono`}>{t('transfer.registry', { urls: cluster.registryUrls })}</p>
        )}
        {secrets.length > 0 && <p className={classes.facts}>{t('transfer.brings', { names: secrets.join(', ') })}</p>}
        {missingSecrets.length > 0 && (
          <p className={classes.facts}>{t('transfer.asks', { names: missingSecrets.join(', ') })}</p>
        )}
        {paths.length > 0 && <p className={classes.warn}>{t('transfer.reads', { paths: paths.join(', ') })}</p>}
        {conflict.kind !== 'none' && (
          <p className={classes.warn}>
            {t(conflict.kind === 'same-id' ? 'transfer.sameId' : 'transfer.sameName')}
            {action === 'replace' && ` – ${t('transfer.replaceAbout')}`}
          </p>
        )}
      </div>
      <NativeSelect
        size="xs"
        className={classes.action ?? ''}
        aria-label={t('transfer.action', { name: cluster.name })}
        data={[...options]}
        value={action}
        onChange={(event) => {
          const chosen = options.find(({ value }) => value === event.currentTarget.value);
          if (chosen !== undefined) onAction(chosen.value);
        }}
      />
    </li>
  );
}

function UnlockFile({ preview, state }: Props) {
  const [passphrase, setPassphrase] = useState('');
  const { unlock } = state;
  if (preview.secrets === 'none') return null;
  if (preview.secrets === 'open') {
    return (
      <p className={classes.about} role="status">
        {t('transfer.opened')}
      </p>
    );
  }
  return (
    <form
      className={classes.unlock}
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase !== '') unlock.mutate(passphrase);
      }}
    >
      <p>{t('transfer.locked')}</p>
      <PasswordInput
        className={classes.unlockField ?? ''}
        label={t('transfer.filePassphrase')}
        value={passphrase}
        spellCheck={false}
        error={unlock.error?.message}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
      <Button type="submit" loading={unlock.isPending} disabled={passphrase === ''}>
        {t('transfer.unlock')}
      </Button>
    </form>
  );
}
