import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useApi } from '../../app/context.tsx';
import { NewPassphraseFields, useNewPassphrase } from '../../app/new-passphrase.tsx';
import { t } from '../../app/texts.ts';
import { PasswordsDialog, usePasswordsChange } from './passwords-dialog.tsx';

/** Another passphrase for what is kept under one. */
export function ChangePassphrase({ onClose }: { onClose(): void }) {
  const api = useApi();
  const typed = useNewPassphrase();
  const [current, setCurrent] = useState('');
  const isReady = current !== '' && typed.value !== null;
  const change = usePasswordsChange(
    () => api.secretStore.changePassphrase({ current, next: typed.value ?? '' }),
    onClose,
  );
  return (
    <PasswordsDialog
      title={t('passwords.changeTitle')}
      about={t('passwords.changeAbout')}
      error={change.error}
      onClose={onClose}
      onSubmit={() => {
        if (isReady) change.mutate();
      }}
      buttons={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="filled" loading={change.isPending} disabled={!isReady}>
            {t('passwords.changeConfirm')}
          </Button>
        </>
      }
    >
      <PasswordInput
        label={t('passwords.current')}
        value={current}
        data-autofocus
        spellCheck={false}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <NewPassphraseFields typed={typed} />
    </PasswordsDialog>
  );
}
