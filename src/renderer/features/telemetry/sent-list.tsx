import type { SentReport } from '../../../shared/contract/telemetry.ts';
import { t } from '../../app/texts.ts';
import { formatTime, type TimeMode } from '../../ui/format.ts';
import classes from './telemetry.module.css';

type Props = { readonly sent: ReadonlyArray<SentReport>; readonly time: TimeMode };

/** What was sent, as it was sent: not made pretty, not shortened. */
export function SentList({ sent, time }: Props) {
  if (sent.length === 0) return <p className={classes.empty}>{t('telemetry.sentNone')}</p>;
  return (
    <ol className={classes.sent} aria-label={t('telemetry.sent')}>
      {sent.map(({ id, at, kind, body, outcome }) => (
        <li key={id}>
          <div className={classes.sentHead}>
            <span>{formatTime(at, time)}</span>
            <span>{t(`telemetry.kind.${kind}`)}</span>
            <span data-outcome={outcome}>{t(`telemetry.outcome.${outcome}`)}</span>
          </div>
          <pre className={classes.body} tabIndex={0} aria-label={t(`telemetry.kind.${kind}`)}>
            {body}
          </pre>
        </li>
      ))}
    </ol>
  );
}
