import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../../app/context.tsx';
import { useNewPassphrase } from '../../../app/new-passphrase.tsx';
import { t } from '../../../app/texts.ts';
import { useAppInfo } from '../../../app/use-app-info.ts';

/** Wiring of the export: where to, what of, and the passphrase where there is one. */
export function useExport(chosen: ReadonlyArray<string>, onClose: () => void) {
  const api = useApi();
  const canChooseFiles = useAppInfo().data?.canChooseFiles === true;
  const typed = useNewPassphrase();
  const [isEncrypted, setEncrypted] = useState(false);
  const run = useMutation({
    mutationFn: async () => {
      const passphrase = isEncrypted ? (typed.value ?? '') : null;
      if (!canChooseFiles) return api.transfer.exportClusters({ clusterIds: [...chosen], passphrase, path: null });
      const { path } = await api.app.chooseSaveFile({
        title: t('transfer.fileTitle'),
        defaultPath: 'conduktor-clusters.json',
      });
      if (path === null) return null;
      return api.transfer.exportClusters({ clusterIds: [...chosen], passphrase, path });
    },
    onSuccess: (outcome) => {
      if (outcome === null || outcome.path === null) return;
      const { clusters, path, missing } = outcome;
      const lost = missing.length === 0 ? '' : ` ${t('transfer.missing', { names: missing.join(', ') })}`;
      notifications.show({
        message: t('transfer.exported', { clusters, path }) + lost,
        color: missing.length === 0 ? 'accent' : 'yellow',
        autoClose: missing.length === 0 ? 4000 : false,
      });
      onClose();
    },
  });
  return { run, typed, isEncrypted, setEncrypted, canChooseFiles };
}
