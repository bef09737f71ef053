import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { AppError } from '../../../shared/errors.ts';
import { useApp } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { PasswordsDialog, usePasswordsChange } from './passwords-dialog.tsx';
import classes from './passwords.module.css';
import { useSecondsUntil } from './use-seconds-until.ts';

/** Asks for the passphrase; may be put off. */
export function UnlockPasswords({ onClose }: { onClose(): void }) {
  const { api, clock } = useApp();
  const [passphrase, setPassphrase] = useState('');
  const [retryAt, setRetryAt] = useState<number | null>(null);
  const seconds = useSecondsUntil(retryAt, clock);
  const unlock = usePasswordsChange(() => api.secretStore.unlock({ passphrase }), onClose);
  const isReady = passphrase !== '' && seconds === 0;
  const isWrong = unlock.error instanceof AppError && unlock.error.code === 'PASSPHRASE_WRONG';
  const submit = () =>
    unlock.mutate(undefined, {
      onError: (error) => {
        setPassphrase('');
        const retryInMs = error instanceof AppError ? error.context['retryInMs'] : undefined;
        if (typeof retryInMs === 'number') setRetryAt(clock() + retryInMs);
      },
    });
  return (
    <PasswordsDialog
      title={t('passwords.unlockTitle')}
      about={t('passwords.unlockAbout')}
      error={isWrong ? null : unlock.error}
      onClose={onClose}
      onSubmit={() => {
        if (isReady) submit();
      }}
      buttons={
        <>
          <Button onClick={onClose}>{t('passwords.later')}</Button>
          <Button type="submit" variant="filled" loading={unlock.isPending} disabled={!isReady}>
            {t('passwords.unlock')}
          </Button>
        </>
      }
    >
      <PasswordInput
        label={t('passwords.passphrase')}
        value={passphrase}
        data-autofocus
        spellCheck={false}
        error={isWrong ? unlock.error?.message : undefined}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
      {seconds > 0 && (
        <p className={classes.wait} role="status">
          {t('passwords.waitUntil', { seconds })}
        </p>
      )}
    </PasswordsDialog>
  );
}
