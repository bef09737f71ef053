import { Checkbox } from '@mantine/core';
import { useView } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import classes from './telemetry.module.css';
import { useTelemetry } from './use-telemetry.ts';

/** The one checkbox, off until the user checks it. */
export function Consent() {
  const { info, isBusy, choose } = useTelemetry();
  const showSettings = useView((view) => view.showSettings);
  return (
    <div className={classes.consent}>
      <Checkbox
        size="xs"
        label={t('telemetry.consent')}
        checked={info?.isOn ?? false}
        disabled={info === undefined || isBusy}
        onChange={(event) => choose(event.currentTarget.checked)}
      />
      <button type="button" className={`link ${classes.list}`} onClick={() => showSettings('reports')}>
        {t('telemetry.consentWhat')}
      </button>
      {info?.mustAskAgain === true && <p className={classes.again}>{t('telemetry.consentAgain')}</p>}
    </div>
  );
}
