import { IconCheck, IconMinus } from '@tabler/icons-react';
import type { Licence } from '../../../shared/contract/account.ts';
import { Feature, FEATURES, includes, Plan } from '../../../shared/licensing.ts';
import { t } from '../../app/texts.ts';
import classes from './account.module.css';
import { planTitle } from './plan-texts.ts';

/** Which plan has what, and what is open now. */
export function PlanTable({ licence }: { readonly licence: Licence }) {
  return (
    <section className={classes.plans} aria-labelledby="plans-title">
      <h2 id="plans-title" className={classes.subtitle}>
        {t('account.features')}
      </h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('account.feature')}</th>
            {Plan.options.map((plan) => (
              <th key={plan} scope="col" data-current={plan === licence.plan || undefined}>
                {planTitle(plan)}
              </th>
            ))}
            <th scope="col">{t('account.yours')}</th>
          </tr>
        </thead>
        <tbody>
          {Feature.options
            .filter((feature) => feature !== 'app')
            .map((feature) => (
              <tr key={feature}>
                <th scope="row">{FEATURES[feature].title}</th>
                {Plan.options.map((plan) => (
                  <td key={plan} data-current={plan === licence.plan || undefined}>
                    <Mark has={includes(plan, FEATURES[feature].plan)} />
                  </td>
                ))}
                <td>{t(isOpen(licence, feature) ? 'account.open' : 'account.closed')}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}

function isOpen(licence: Licence, feature: Feature): boolean {
  return licence.state !== 'lapsed' && licence.features.includes(feature);
}

function Mark({ has }: { readonly has: boolean }) {
  const Icon = has ? IconCheck : IconMinus;
  return (
    <>
      <Icon size={15} stroke={2} aria-hidden className={has ? classes.has : classes.hasNot} />
      <span className="visually-hidden">{t(has ? 'account.has' : 'account.hasNot')}</span>
    </>
  );
}
