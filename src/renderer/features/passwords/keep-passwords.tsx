import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { useApi } from '../../app/context.tsx';
import { NewPassphraseFields, useNewPassphrase } from '../../app/new-passphrase.tsx';
import { t } from '../../app/texts.ts';
import { useSecretStore } from '../../app/use-secret-store.ts';
import { PasswordsDialog, usePasswordsChange } from './passwords-dialog.tsx';
import classes from './passwords.module.css';

/** The choice where there is no key store: under a passphrase, or in memory. May be put off. */
export function KeepPasswords({ onClose }: { onClose(): void }) {
  const api = useApi();
  const { data: status } = useSecretStore();
  const typed = useNewPassphrase();
  const [kind, setKind] = useState<'passphrase' | 'session'>('passphrase');
  const isReady = kind === 'session' || typed.value !== null;
  const keep = usePasswordsChange(
    () =>
      kind === 'session'
        ? api.secretStore.chooseSession()
        : api.secretStore.createPassphrase({ passphrase: typed.value ?? '' }),
    onClose,
  );
  return (
    <PasswordsDialog
      title={t('passwords.chooseTitle')}
      about={t('passwords.chooseAbout')}
      size={480}
      error={keep.error}
      onClose={onClose}
      onSubmit={() => {
        if (isReady) keep.mutate();
      }}
      buttons={
        <>
          <Button onClick={onClose}>
            {status?.isChosen === true ? t('common.cancel') : t('passwords.decideLater')}
          </Button>
          <Button type="submit" variant="filled" loading={keep.isPending} disabled={!isReady}>
            {t('passwords.set')}
          </Button>
        </>
      }
    >
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
    </PasswordsDialog>
  );
}
