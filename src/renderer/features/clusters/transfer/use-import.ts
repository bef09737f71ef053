import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportChoice, ImportPreview } from '../../../../shared/contract/transfer.ts';
import { useApp } from '../../../app/context.tsx';
import { t } from '../../../app/texts.ts';
import { useSecretStore } from '../../../app/use-secret-store.ts';

type Source = { readonly kind: 'file' } | { readonly kind: 'text'; readonly text: string };

/** Wiring of the import: read, unlock, apply. What is not applied is let go. */
export function useImport(onClose: () => void) {
  const { api, view } = useApp();
  const queries = useQueryClient();
  const { data: secretStore } = useSecretStore();
  const [preview, setPreview] = useState<ImportPreview | null>(null);

  function discard(): void {
    // It would be let go by itself sooner or later; whether that works now is nothing to tell.
    if (preview !== null) api.transfer.discardImport({ importId: preview.importId }).catch(() => undefined);
  }

  const read = useMutation({
    mutationFn: async (source: Source) => {
      if (source.kind === 'text') return api.transfer.previewImport({ source });
      const { path } = await api.app.chooseFile({ title: t('transfer.importTitle') });
      return path === null ? null : api.transfer.previewImport({ source: { kind: 'file', path } });
    },
    onSuccess: setPreview,
  });
  const unlock = useMutation({
    mutationFn: (passphrase: string) => api.transfer.unlockImport({ importId: preview?.importId ?? '', passphrase }),
    onSuccess: setPreview,
  });
  const apply = useMutation({
    mutationFn: (choices: ReadonlyArray<ImportChoice>) =>
      api.transfer.applyImport({ importId: preview?.importId ?? '', choices: [...choices] }),
    onSuccess: (outcome) => {
      notifications.show({ message: t('transfer.done', outcome), color: 'accent' });
      // Open views of a replaced cluster show what is gone.
      void queries.invalidateQueries();
      onClose();
      const brought = preview?.clusters.some(({ secrets }) => secrets.length > 0) === true;
      if (brought && secretStore?.isChosen === false) view.getState().showDialog({ kind: 'keep-passwords' });
    },
  });
  return {
    preview,
    read,
    unlock,
    apply,
    back: () => {
      discard();
      setPreview(null);
      unlock.reset();
    },
    close: () => {
      discard();
      onClose();
    },
  };
}
export type ImportState = ReturnType<typeof useImport>;
