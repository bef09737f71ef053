import { Button } from '@mantine/core';
import { useApi } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { useSecretStore } from '../../app/use-secret-store.ts';
import { PasswordsDialog, usePasswordsChange } from './passwords-dialog.tsx';

/** Asks before every stored password is deleted: at once, or when the app closes. */
export function ForgetPasswords({ onClose }: { onClose(): void }) {
  const api = useApi();
  const isLocked = useSecretStore().data?.isLocked === true;
  const forget = usePasswordsChange(
    (keepsInMemory: boolean) => (keepsInMemory ? api.secretStore.chooseSession() : api.secretStore.forget()),
    onClose,
  );
  return (
    <PasswordsDialog
      title={t('passwords.forgetTitle')}
      about={t('passwords.forgetAbout')}
      size={500}
      error={forget.error}
      onClose={onClose}
      buttons={
        <>
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
        </>
      }
    />
  );
}
