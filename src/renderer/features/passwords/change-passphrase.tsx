import { Button, Modal, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { NewPassphraseFields, useNewPassphrase } from '../../app/new-passphrase.tsx';
import { t } from '../../app/texts.ts';
import { useSecretStoreChanged } from '../../app/use-secret-store.ts';
import classes from './passwords.module.css';

/** Another passphrase for what is kept under one. */
export function ChangePassphrase({ onClose }: { onClose(): void }) {
  const api = useApi();
  const changed = useSecretStoreChanged();
  const typed = useNewPassphrase();
  const [current, setCurrent] = useState('');
  const change = useMutation({
    mutationFn: () => api.secretStore.changePassphrase({ current, next: typed.value ?? '' }),
    onSuccess: (status) => {
      changed(status);
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('passwords.changeTitle')}
      size={440}
      yOffset="12vh"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (current !== '' && typed.value !== null) change.mutate();
        }}
      >
        <p className={classes.about}>{t('passwords.changeAbout')}</p>
        <div className={classes.fields}>
          <PasswordInput
            label={t('passwords.current')}
            value={current}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <NewPassphraseFields typed={typed} />
          {change.error !== null && <ErrorView error={change.error} size="inline" />}
        </div>
        <div className={classes.buttons}>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            variant="filled"
            loading={change.isPending}
            disabled={current === '' || typed.value === null}
          >
            {t('passwords.changeConfirm')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
