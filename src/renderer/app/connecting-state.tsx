import { Button, Loader } from '@mantine/core';
import { AppError } from '../../shared/errors.ts';
import { mayHelpToTryCompatible } from './compatible-client.ts';
import { useMemo } from 'react';
import { useApp } from './context.tsx';
import { ErrorView } from './error-view.tsx';
import { Hint } from './hint.tsx';
import { t } from './texts.ts';
import { useCluster } from './use-clusters.ts';
import { useCommands } from './use-commands.ts';
import { useSecretStore } from './use-secret-store.ts';
import { useStartLocalKafka } from './use-start-local-kafka.ts';
import { useDisconnect } from './use-connection.ts';
import classes from './workspace.module.css';

const CANCEL_KEYS: ReadonlyArray<string> = ['escape'];

type Props = { readonly clusterId: string; readonly error: unknown; onRetry(): void };

/** A cluster that is not open yet, or could not be opened. */
export function ConnectingState({ clusterId, error, onRetry }: Props) {
  const cluster = useCluster(clusterId);
  const { view } = useApp();
  const disconnect = useDisconnect();
  const isLocked = useSecretStore().data?.isLocked === true;
  const startLocal = useStartLocalKafka();
  const commands = useMemo(
    () => [
      {
        id: 'workspace.cancel',
        label: t('common.cancel'),
        group: t('shell.groupClusters'),
        keys: CANCEL_KEYS,
        keyOnly: true,
        run: () => disconnect(clusterId),
      },
    ],
    [disconnect, clusterId],
  );
  useCommands(commands);
  if (error !== null) {
    return (
      <ErrorView error={error} onRetry={onRetry}>
        {isLocked && error instanceof AppError && error.code === 'SECRET_MISSING' && (
          <Button variant="filled" onClick={() => view.getState().showDialog({ kind: 'unlock-passwords' })}>
            {t('passwords.unlockEllipsis')}
          </Button>
        )}
        <Button
          variant={error instanceof AppError && !error.retryable ? 'filled' : 'default'}
          onClick={() => view.getState().showDialog({ kind: 'edit-cluster', clusterId })}
        >
          {t('workspace.editCluster')}
        </Button>
        {cluster?.isLocalKafka === true && (
          <Button loading={startLocal.isPending} onClick={() => startLocal.mutate()}>
            {t('localKafka.start')}
          </Button>
        )}
        {cluster?.engine === 'platformatic' && mayHelpToTryCompatible(error) && (
          <Button onClick={() => view.getState().showDialog({ kind: 'edit-cluster', clusterId, tryCompatible: true })}>
            {t('workspace.tryCompatible')}
          </Button>
        )}
        <Button onClick={() => disconnect(clusterId)}>{t('workspace.back')}</Button>
      </ErrorView>
    );
  }
  return (
    <div className={classes.connecting}>
      <Loader size={24} />
      <div role="status" style={{ textAlign: 'center' }}>
        <p className={classes.connectingName}>{t('workspace.connecting', { name: cluster?.name ?? '…' })}</p>
        <p className={`${classes.connectingAddress} mono dim`}>{cluster?.bootstrapServers ?? ''}</p>
      </div>
      <Hint label={t('common.cancel')} keys={CANCEL_KEYS}>
        <Button onClick={() => disconnect(clusterId)}>{t('common.cancel')}</Button>
      </Hint>
    </div>
  );
}
