import { Button, Modal, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { AppError } from '../../../shared/errors.ts';
import { useApp } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { useSecretStoreChanged } from '../../app/use-secret-store.ts';
import classes from './passwords.module.css';
import { useSecondsUntil } from './use-seconds-until.ts';

/** Asks for the passphrase; may be put off. */
export function UnlockPasswords({ onClose }: { onClose(): void }) {
  const { api, clock } = useApp();
  const changed = useSecretStoreChanged();
  const [passphrase, setPassphrase] = useState('');
  const [retryAt, setRetryAt] = useState<number | null>(null);
  const seconds = useSecondsUntil(retryAt, clock);
  const unlock = useMutation({
    mutationFn: () => api.secretStore.unlock({ passphrase }),
    onSuccess: (status) => {
      changed(status);
      onClose();
    },
    onError: (error) => {
      setPassphrase('');
      const retryInMs = error instanceof AppError ? error.context['retryInMs'] : undefined;
      if (typeof retryInMs === 'number') setRetryAt(clock() + retryInMs);
    },
  });
  const isWrong = unlock.error instanceof AppError && unlock.error.code === 'PASSPHRASE_WRONG';
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('passwords.unlockTitle')}
      size={440}
      yOffset="15vh"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (passphrase !== '' && seconds === 0) unlock.mutate();
        }}
      >
        <p className={classes.about}>{t('passwords.unlockAbout')}</p>
        <div className={classes.fields}>
          <PasswordInput
            label={t('passwords.passphrase')}
            value={passphrase}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            error={isWrong ? unlock.error?.message : undefined}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
          {seconds > 0 && (
            <p className={classes.wait} role="status">
              {t('passwords.waitUntil', { seconds })}
            </p>
          )}
          {unlock.error !== null && !isWrong && <ErrorView error={unlock.error} size="inline" />}
        </div>
        <div className={classes.buttons}>
          <Button onClick={onClose}>{t('passwords.later')}</Button>
          <Button type="submit" variant="filled" loading={unlock.isPending} disabled={passphrase === '' || seconds > 0}>
            {t('passwords.unlock')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
