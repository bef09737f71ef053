import { telemetryCatalogue } from '../../../shared/telemetry.ts';
import { t } from '../../app/texts.ts';
import classes from './telemetry.module.css';

/** Every event there is, with every value each of its parameters can have. */
export function Catalogue() {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('telemetry.event')}</th>
          <th scope="col">{t('telemetry.parameter')}</th>
        </tr>
      </thead>
      <tbody>
        {telemetryCatalogue().map(({ name, params }) => (
          <tr key={name}>
            <td className="mono">{name}</td>
            <td>
              {params.map((param) => (
                <details key={param.name} className={classes.values}>
                  <summary>
                    <span className="mono">{param.name}</span>: {t('telemetry.values', { count: param.values.length })}
                  </summary>
                  <p className="mono">{param.values.join(', ')}</p>
                </details>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
