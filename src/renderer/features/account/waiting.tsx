import { Button, Loader } from '@mantine/core';
import { useMemo } from 'react';
import type { SignInStart } from '../../../shared/contract/account.ts';
import { useApp, usePreferences } from '../../app/context.tsx';
import { Hint } from '../../app/hint.tsx';
import { t } from '../../app/texts.ts';
import { useCommands } from '../../app/use-commands.ts';
import { useCopy } from '../../ui/copy/index.ts';
import { formatClock } from '../../ui/format.ts';
import classes from './sign-in.module.css';

const CANCEL_KEYS: ReadonlyArray<string> = ['escape'];

type Props = { readonly started: SignInStart; readonly issuer: string; onCancel(): void };

/** While the person is in the browser: where to go on, for how long, and the way back. */
export function Waiting({ started, issuer, onCancel }: Props) {
  const { host } = useApp();
  const time = usePreferences((preferences) => preferences.time);
  const { copy } = useCopy({ copied: t('account.linkCopied'), failed: t('account.copyFailed') });
  const commands = useMemo(
    () => [
      {
        id: 'account.cancel',
        label: t('common.cancel'),
        group: t('account.title'),
        keys: CANCEL_KEYS,
        keyOnly: true,
        run: onCancel,
      },
    ],
    [onCancel],
  );
  useCommands(commands);
  return (
    <section className={classes.page} aria-labelledby="waiting-title">
      <div className={classes.card}>
        <Loader size={32} className={classes.picture ?? ''} />
        <h1 id="waiting-title" className={classes.title}>
          {t('account.waitingTitle')}
        </h1>
        <p className={classes.about} role="status">
          {t(started.wasOpened ? 'account.waitingOpened' : 'account.waitingLink', { issuer })}
        </p>
        {host === 'console' && (
          <a className={classes.open} href={started.url} target="_blank" rel="noreferrer" autoFocus>
            {t('account.openPage')}
          </a>
        )}
        {host === 'desktop' && <p className={classes.small}>{t('account.noBrowser')}</p>}
        <input
          className={classes.address}
          aria-label={t('account.link')}
          readOnly
          value={started.url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <div className={classes.buttons}>
          <Button onClick={() => copy(started.url)}>{t('account.copyLink')}</Button>
          <Hint label={t('common.cancel')} keys={CANCEL_KEYS}>
            <Button onClick={onCancel}>{t('common.cancel')}</Button>
          </Hint>
        </div>
        <p className={classes.small}>{t('account.waitsUntil', { time: formatClock(started.expiresAt, time) })}</p>
      </div>
    </section>
  );
}
