import { Button } from '@mantine/core';
import { useApp } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { useSecretStore } from '../../app/use-secret-store.ts';
import { SettingRow } from '../../ui/setting-row.tsx';
import classes from './passwords.module.css';

/** The line of Settings that says how passwords are kept, with what can be done about it. */
export function PasswordsSetting() {
  const { view } = useApp();
  const { data: status } = useSecretStore();
  if (status === undefined) return null;
  const show = view.getState().showDialog;
  const hint = (
    <>
      {status.sentence}
      {status.isLocked && <div className={classes.locked}>{t('passwords.locked')}</div>}
    </>
  );
  return (
    <SettingRow title={t('passwords.title')} hint={hint}>
      <div className={classes.row}>
        {status.isLocked && (
          <Button variant="filled" onClick={() => show({ kind: 'unlock-passwords' })}>
            {t('passwords.unlockEllipsis')}
          </Button>
        )}
        {status.kind === 'session' && (
          <Button onClick={() => show({ kind: 'keep-passwords' })}>{t('passwords.usePassphrase')}</Button>
        )}
        {status.kind === 'passphrase' && !status.isLocked && (
          <Button onClick={() => show({ kind: 'change-passphrase' })}>{t('passwords.change')}</Button>
        )}
        {status.kind === 'passphrase' && (
          <Button className="danger" onClick={() => show({ kind: 'forget-passwords' })}>
            {t('passwords.forget')}
          </Button>
        )}
      </div>
    </SettingRow>
  );
}
