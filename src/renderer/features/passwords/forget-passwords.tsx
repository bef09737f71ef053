import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useApi } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { useSecretStore, useSecretStoreChanged } from '../../app/use-secret-store.ts';
import classes from './passwords.module.css';

/** Asks before every stored password is deleted: at once, or when the app closes. */
export function ForgetPasswords({ onClose }: { onClose(): void }) {
  const api = useApi();
  const changed = useSecretStoreChanged();
  const isLocked = useSecretStore().data?.isLocked === true;
  const forget = useMutation({
    mutationFn: (keepsInMemory: boolean) =>
      keepsInMemory ? api.secretStore.chooseSession() : api.secretStore.forget(),
    onSuccess: (status) => {
      changed(status);
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('passwords.forgetTitle')}
      size={500}
      yOffset="15vh"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={classes.about}>{t('passwords.forgetAbout')}</p>
      {forget.error !== null && <ErrorView error={forget.error} size="inline" />}
      <div className={classes.buttons}>
        <Button onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        {!isLocked && (
          <Button loading={forget.isPending} onClick={() => forget.mutate(true)}>
            {t('passwords.forgetLater')}
          </Button>
        )}
        <Button variant="filled" className="danger" loading={forget.isPending} onClick={() => forget.mutate(false)}>
          {t('passwords.forgetConfirm')}
        </Button>
      </div>
    </Modal>
  );
}
