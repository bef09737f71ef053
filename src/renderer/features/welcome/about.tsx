import { useApp } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { useAccount } from '../../app/use-account.ts';
import { useAppInfo } from '../../app/use-app-info.ts';
import classes from './welcome.module.css';

/** Where this installation keeps things, and the promise. */
export function About() {
  const { data: info } = useAppInfo();
  return (
    <div className={classes.about}>
      <p className={classes.promise}>{t('welcome.privacy')}</p>
      {info !== undefined && (
        <dl className={classes.facts}>
          <AccountFact />
          <dt>{t('welcome.configFolder')}</dt>
          <dd className="mono">{info.configFolder}</dd>
          <dt>{t('welcome.log')}</dt>
          <dd className="mono">{info.logFile}</dd>
          <dt>{t('welcome.secrets')}</dt>
          <dd>{info.secretStore.sentence}</dd>
        </dl>
      )}
    </div>
  );
}

function AccountFact() {
  const { view } = useApp();
  const { data: account } = useAccount();
  if (account?.person == null || account.licence === null) return null;
  const { licence, person } = account;
  const plan = licence.isTrial ? t('account.trial') : t(`account.plan.${licence.plan}`);
  return (
    <>
      <dt>{t('account.title')}</dt>
      <dd>
        <button type="button" className={classes.account} onClick={() => view.getState().showSettings('account')}>
          {person.name ?? person.email ?? t('account.unnamed')}
        </button>{' '}
        · {plan}
      </dd>
    </>
  );
}
