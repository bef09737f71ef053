import { t } from '../../app/texts.ts';
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
