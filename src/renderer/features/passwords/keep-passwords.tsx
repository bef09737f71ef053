import { Button, Modal, Radio } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { NewPassphraseFields, useNewPassphrase } from '../../app/new-passphrase.tsx';
import { t } from '../../app/texts.ts';
import { useSecretStore, useSecretStoreChanged } from '../../app/use-secret-store.ts';
import classes from './passwords.module.css';

/** The choice where there is no key store: under a passphrase, or in memory. May be put off. */
export function KeepPasswords({ onClose }: { onClose(): void }) {
  const api = useApi();
  const { data: status } = useSecretStore();
  const changed = useSecretStoreChanged();
  const typed = useNewPassphrase();
  const [kind, setKind] = useState<'passphrase' | 'session'>('passphrase');
  const keep = useMutation({
    mutationFn: () =>
      kind === 'session'
        ? api.secretStore.chooseSession()
        : api.secretStore.createPassphrase({ passphrase: typed.value ?? '' }),
    onSuccess: (next) => {
      changed(next);
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('passwords.chooseTitle')}
      size={480}
      yOffset="12vh"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (kind === 'session' || typed.value !== null) keep.mutate();
        }}
      >
        <p className={classes.about}>{t('passwords.chooseAbout')}</p>
        <div className={classes.fields}>
          <Radio.Group
            aria-label={t('passwords.kind')}
            value={kind}
            onChange={(value) => setKind(value === 'session' ? 'session' : 'passphrase')}
          >
            <div className={classes.fields}>
              <Radio
                value="passphrase"
                label={t('passwords.kindPassphrase')}
                description={t('passwords.kindPassphraseAbout')}
              />
              <Radio value="session" label={t('passwords.kindSession')} description={t('passwords.kindSessionAbout')} />
            </div>
          </Radio.Group>
          {kind === 'passphrase' && <NewPassphraseFields typed={typed} autoFocus />}
          {keep.error !== null && <ErrorView error={keep.error} size="inline" />}
        </div>
        <div className={classes.buttons}>
          <Button onClick={onClose}>
            {status?.isChosen === true ? t('common.cancel') : t('passwords.decideLater')}
          </Button>
          <Button
            type="submit"
            variant="filled"
            loading={keep.isPending}
            disabled={kind === 'passphrase' && typed.value === null}
          >
            {t('passwords.set')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
