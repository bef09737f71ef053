import { Button } from '@mantine/core';
import { useRef } from 'react';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { useAccount } from '../../app/use-account.ts';
import { Problem } from './problem.tsx';
import classes from './sign-in.module.css';
import { useSignIn } from './use-sign-in.ts';
import { Waiting } from './waiting.tsx';

/** The first thing a new person sees, and whoever signed out. */
export function SignIn() {
  const { data: account } = useAccount();
  const signIn = useSignIn();
  const { started, isBusy, error } = signIn;
  if (started !== null) return <Waiting started={started} issuer={account?.issuer ?? ''} onCancel={signIn.cancel} />;
  return (
    <section className={classes.page} aria-labelledby="sign-in-title">
      <div className={classes.card}>
        <img src="./icon.svg" alt="" width={56} height={56} className={classes.picture} />
        <h1 id="sign-in-title" className={classes.title}>
          {t('account.signInTitle')}
        </h1>
        <p className={classes.about}>{t('account.signInAbout')}</p>
        {error !== null ? (
          <div className={classes.trouble}>
            <ErrorView error={error} size="inline" />
          </div>
        ) : (
          account?.problem != null && (
            <Problem problem={account.problem}>
              {account.licence?.from === 'login' && (
                <Button size="compact-sm" loading={isBusy} onClick={signIn.checkAgain}>
                  {t('account.checkAgain')}
                </Button>
              )}
            </Problem>
          )
        )}
        <div className={classes.buttons}>
          <Button variant="filled" size="md" autoFocus loading={isBusy} onClick={() => signIn.begin(false)}>
            {t('account.signIn')}
          </Button>
          <Button size="md" disabled={isBusy} onClick={() => signIn.begin(true)}>
            {t('account.create')}
          </Button>
        </div>
        <p className={classes.small}>{t('account.trialOffer')}</p>
        {account?.isLasting === false && <p className={classes.small}>{t('account.notLasting')}</p>}
        <div className={classes.foot}>
          <LicenceFileButton isBusy={isBusy} onFile={signIn.importFile} />
          <p className={classes.small}>{t('account.promise', { issuer: account?.issuer ?? '' })}</p>
        </div>
      </div>
    </section>
  );
}

type FileProps = { readonly isBusy: boolean; onFile(file: File): void };

/** The page reads the file itself: that works in a browser, too. */
function LicenceFileButton({ isBusy, onFile }: FileProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <p className={classes.small}>
      {t('account.fileAbout')}{' '}
      <button type="button" className="link" disabled={isBusy} onClick={() => input.current?.click()}>
        {t('account.useFile')}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        data-testid="licence-file"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = ''; // The same file again is a new try.
          if (file !== undefined) onFile(file);
        }}
      />
    </p>
  );
}
