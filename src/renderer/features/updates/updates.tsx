import { Button, Progress, Switch } from '@mantine/core';
import type { UpdateState, UpdateStatus } from '../../../shared/contract/updates.ts';
import { useApp } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { formatAgo, formatBytes } from '../../ui/format.ts';
import { SettingRow } from '../../ui/setting-row.tsx';
import classes from './updates.module.css';
import { useUpdates } from './use-updates.ts';

/** Which version this is, whether there is a newer one, and whether the app may ask by itself. */
export function Updates() {
  const updates = useUpdates();
  const { status } = updates;
  if (status === undefined) {
    return updates.error === null ? (
      <p role="status">{t('common.loading')}</p>
    ) : (
      <ErrorView error={updates.error} size="inline" />
    );
  }
  const { address, version, canInstall, isAutomatic, sentence } = status;
  const host = address ?? t('updates.noServer');
  return (
    <div>
      <SettingRow title={t('updates.version')} hint={sentence}>
        <span className="mono">{version}</span>
      </SettingRow>
      <SettingRow title={t('updates.server')} hint={<span className="mono">{host}</span>}>
        <Button disabled={!canInstall} loading={updates.isChecking} onClick={updates.check}>
          {t('updates.check')}
        </Button>
      </SettingRow>
      <SettingRow
        title={t('updates.automatic')}
        hint={address === null ? t('updates.automaticNone') : t('updates.automaticAbout', { host })}
      >
        <Switch
          aria-label={t('updates.automatic')}
          checked={isAutomatic}
          disabled={updates.isBusy || !canInstall}
          onChange={(event) => updates.setAutomatic(event.currentTarget.checked)}
        />
      </SettingRow>
      {updates.error !== null && <ErrorView error={updates.error} size="inline" />}
      <Outcome status={status} updates={updates} />
    </div>
  );
}

type OutcomeProps = { readonly status: UpdateStatus; readonly updates: ReturnType<typeof useUpdates> };

/** What the last question brought. */
function Outcome({ status: { state }, updates }: OutcomeProps) {
  const { clock } = useApp();
  return (
    <div className={classes.outcome} role="status">
      {state.kind === 'current' && <p>{t('updates.current', { ago: formatAgo(state.at, clock()) })}</p>}
      {state.kind === 'available' && (
        <>
          <p>{describeAvailable(state)}</p>
          <Button variant="filled" loading={updates.isBusy} onClick={updates.download}>
            {t('updates.download')}
          </Button>
        </>
      )}
      {state.kind === 'downloading' && (
        <>
          <p>{describeDownload(state)}</p>
          <Progress
            aria-label={t('updates.downloading', { version: state.version, received: '', total: '' })}
            className={classes.progress ?? ''}
            value={state.total === null || state.total === 0 ? 0 : (state.received / state.total) * 100}
          />
          <Button onClick={updates.cancel}>{t('common.cancel')}</Button>
        </>
      )}
      {state.kind === 'ready' && <p>{t('updates.ready', { version: state.version })}</p>}
      {state.kind === 'failed' && (
        <p className={classes.failed} role="alert">
          {state.message}
          {state.hint !== null && <span className={classes.hint}>{state.hint}</span>}
        </p>
      )}
    </div>
  );
}

function describeAvailable({ version, bytes }: Extract<UpdateState, { kind: 'available' }>): string {
  return bytes === null
    ? t('updates.available', { version })
    : t('updates.availableSize', { version, size: formatBytes(bytes) });
}

function describeDownload({ version, received, total }: Extract<UpdateState, { kind: 'downloading' }>): string {
  return total === null
    ? t('updates.downloadingSome', { version, received: formatBytes(received) })
    : t('updates.downloading', { version, received: formatBytes(received), total: formatBytes(total) });
}
