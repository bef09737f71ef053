import { Button, Switch } from '@mantine/core';
import type { TelemetryInfo } from '../../../shared/contract/telemetry.ts';
import { analyticsBody } from '../../../shared/telemetry.ts';
import { useApp, usePreferences } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { formatTime } from '../../ui/format.ts';
import { SettingRow } from '../../ui/setting-row.tsx';
import { Catalogue } from './catalogue.tsx';
import { SentList } from './sent-list.tsx';
import classes from './telemetry.module.css';
import { useTelemetry } from './use-telemetry.ts';

const REFRESH_MS = 2_000;
/** Where there is no id, the example shows what one looks like. */
const NO_ID = '00000000-0000-4000-8000-000000000000';

/** The section of Settings: the switch, where it goes, all that can be sent, and what was sent. */
export function Reports() {
  const telemetry = useTelemetry(REFRESH_MS);
  const { info, error } = telemetry;
  return (
    <div className={classes.page}>
      {error !== null && <ErrorView error={error} size="inline" />}
      {info === undefined ? (
        error === null && <p role="status">{t('common.loading')}</p>
      ) : (
        <Page telemetry={telemetry} info={info} />
      )}
    </div>
  );
}

type Props = { readonly telemetry: ReturnType<typeof useTelemetry>; readonly info: TelemetryInfo };

function Page({ telemetry, info }: Props) {
  const time = usePreferences((preferences) => preferences.time);
  const example = analyticsBody(info.installId ?? NO_ID, [
    { name: 'screen_shown', screen: 'workspace' },
    { name: 'button_clicked', button: 'clusters.new', way: 'mouse' },
  ]);
  return (
    <>
      <SettingRow title={t('telemetry.consent')} hint={t('telemetry.about')}>
        <Switch
          aria-label={t('telemetry.consent')}
          checked={info.isOn}
          disabled={telemetry.isBusy}
          onChange={(event) => telemetry.choose(event.currentTarget.checked)}
        />
      </SettingRow>
      <p className={classes.state} role="status">
        {info.mustAskAgain
          ? t('telemetry.consentAgain')
          : info.agreed === null
            ? t('telemetry.notAgreed')
            : t('telemetry.agreed', {
                time: formatTime(info.agreed.at, time),
                version: String(info.agreed.textVersion),
              })}
      </p>
      <SettingRow title={t('telemetry.installId')} hint={t('telemetry.installIdAbout')}>
        <div className={classes.id}>
          <span className={info.installId === null ? 'dim' : 'mono'}>
            {info.installId ?? t('telemetry.noInstallId')}
          </span>
          {info.installId !== null && (
            <Button disabled={telemetry.isBusy} onClick={telemetry.renew}>
              {t('telemetry.newId')}
            </Button>
          )}
        </div>
      </SettingRow>
      <h2 className={classes.heading}>{t('telemetry.where')}</h2>
      <Where info={info} />
      <h2 className={classes.heading}>{t('telemetry.sent')}</h2>
      <p className={classes.about}>{t('telemetry.sentAbout')}</p>
      <SentList sent={info.sent} time={time} />
      <h2 className={classes.heading}>{t('telemetry.all')}</h2>
      <p className={classes.about}>{t('telemetry.allAbout')}</p>
      <Catalogue />
      <h2 className={classes.heading}>{t('telemetry.exampleUsage')}</h2>
      <pre className={classes.body} tabIndex={0} aria-label={t('telemetry.exampleUsage')}>
        {pretty(example)}
      </pre>
      <h2 className={classes.heading}>{t('telemetry.exampleError')}</h2>
      <p className={classes.about}>{t('telemetry.exampleErrorAbout')}</p>
      <pre className={classes.body} tabIndex={0} aria-label={t('telemetry.exampleError')}>
        {pretty(info.errorExample)}
      </pre>
    </>
  );
}

function Where({ info }: { readonly info: TelemetryInfo }) {
  const { host } = useApp();
  const noErrors = host === 'console' ? t('telemetry.noErrorsHere') : t('telemetry.noErrors');
  return (
    <>
      <dl className={classes.facts}>
        <dt>{t('telemetry.analytics')}</dt>
        <dd className={info.analyticsAddress === null ? '' : 'mono'}>
          {info.analyticsAddress ?? t('telemetry.noAnalytics')}
        </dd>
        <dt>{t('telemetry.errors')}</dt>
        <dd className={info.errorAddress === null ? '' : 'mono'}>{info.errorAddress ?? noErrors}</dd>
      </dl>
      <p className={classes.about}>{t('telemetry.address')}</p>
    </>
  );
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
