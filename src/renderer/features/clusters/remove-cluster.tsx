import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApp } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { CLUSTERS_KEY } from '../../app/use-clusters.ts';
import { useDisconnect } from '../../app/use-connection.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import classes from './form.module.css';

type Props = { readonly clusterId: string; readonly name: string; onClose(): void };

/** Asks before a cluster is forgotten. */
export function RemoveCluster({ clusterId, name, onClose }: Props) {
  const { api, preferences } = useApp();
  const queries = useQueryClient();
  const disconnect = useDisconnect();
  const remove = useMutation({
    mutationFn: () => api.clusters.remove({ clusterId }),
    onSuccess: () => {
      disconnect(clusterId);
      preferences.getState().update(({ workspaces }) => {
        const { [clusterId]: _removed, ...others } = workspaces;
        return { workspaces: others };
      });
      void queries.invalidateQueries({ queryKey: CLUSTERS_KEY });
      onClose();
    },
  });
  return (
    <ModalDialog onClose={onClose} title={t('clusters.removeTitle', { name })} size={440} yOffset="15vh">
      <p className={classes.removeText}>{t('clusters.removeText')}</p>
      {remove.error !== null && <ErrorView error={remove.error} size="inline" />}
      <div className={classes.buttons}>
        <span className={classes.gap} />
        <Button onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button variant="filled" className="danger" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t('clusters.removeConfirm')}
        </Button>
      </div>
    </ModalDialog>
  );
}
