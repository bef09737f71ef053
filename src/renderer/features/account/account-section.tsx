import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { AccountStatus, Licence } from '../../../shared/contract/account.ts';
import { useApp, usePreferences } from '../../app/context.tsx';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { useAccount, useTakeAccount } from '../../app/use-account.ts';
import { formatTime } from '../../ui/format.ts';
import { SettingRow } from '../../ui/setting-row.tsx';
import { daysLeft, planTitle } from './plan-texts.ts';
import { PlanTable } from './plan-table.tsx';
import { Problem } from './problem.tsx';
import { SignIn } from './sign-in.tsx';
import classes from './account.module.css';

/** The account's page in the settings. */
export function AccountSection() {
  const { data: account, error } = useAccount();
  if (account === undefined) {
    return error === null ? <p role="status">{t('common.loading')}</p> : <ErrorView error={error} />;
  }
  if (account.licence === null) return <SignIn />;
  return <Known account={account} licence={account.licence} />;
}

function Known({ account, licence }: { readonly account: AccountStatus; readonly licence: Licence }) {
  const { api, clock } = useApp();
  const take = useTakeAccount();
  const time = usePreferences((preferences) => preferences.time);
  const dateOf = (at: number) => formatTime(at, time === 'epoch' ? 'local' : time).slice(0, 10);
  const refresh = useMutation({ mutationFn: () => api.account.refresh(), onSuccess: take });
  const signOut = useMutation({
    mutationFn: async () => {
      await api.account.signOut();
      return api.account.status();
    },
    onSuccess: take,
  });
  const { person, problem, manageUrl } = account;
  const isFile = licence.from === 'file';
  const failure = refresh.error ?? signOut.error;
  return (
    <div className={classes.page}>
      {problem !== null && <Problem problem={problem} />}
      {failure !== null && <ErrorView error={failure} size="inline" />}
      <SettingRow
        title={t(isFile ? 'account.licensedTo' : 'account.person')}
        hint={person?.name === null ? undefined : (person?.email ?? undefined)}
      >
        <span className={classes.value}>{person?.name ?? person?.email ?? t('account.unnamed')}</span>
      </SettingRow>
      <SettingRow title={t('account.plan')} hint={planHint(licence, dateOf, clock())}>
        <span className={classes.value}>
          {licence.isTrial ? t('account.planTrial', { plan: planTitle(licence.basePlan) }) : planTitle(licence.plan)}
        </span>
        {manageUrl !== null && (
          <a className={classes.manage} href={manageUrl} target="_blank" rel="noreferrer">
            {t('account.manage')}
          </a>
        )}
      </SettingRow>
      {licence.devices !== null && (
        <SettingRow title={t('account.devices')}>
          <span className={classes.value}>{t('account.devicesAllowed', { count: licence.devices })}</span>
        </SettingRow>
      )}
      <SettingRow title={t('account.checked')} hint={checkedHint(licence, dateOf)}>
        <span className={classes.value}>
          {isFile ? t('account.fromFile') : formatTime(licence.checkedAt, time).slice(0, 16)}
        </span>
        {!isFile && (
          <Button loading={refresh.isPending} onClick={() => refresh.mutate()}>
            {t('account.checkAgain')}
          </Button>
        )}
      </SettingRow>
      <SettingRow
        title={t(isFile ? 'account.removeLicence' : 'account.signOut')}
        hint={account.isLasting || isFile ? t('account.signOutAbout') : t('account.notLasting')}
      >
        <Button loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {t(isFile ? 'account.removeLicence' : 'account.signOut')}
        </Button>
      </SettingRow>
      <PlanTable licence={licence} />
    </div>
  );
}

/** Until when it goes on without network; of a licence file, whose own end is what counts, where it is kept. */
function checkedHint({ from, state, graceUntil }: Licence, dateOf: (at: number) => string): string | undefined {
  if (state === 'grace' && graceUntil !== null) return t('account.grace', { date: dateOf(graceUntil) });
  if (from === 'file') return t('account.fileKept');
  return graceUntil === null ? undefined : t('account.offlineUntil', { date: dateOf(graceUntil) });
}

function planHint(licence: Licence, dateOf: (at: number) => string, now: number): string | undefined {
  const { isTrial, trialUntil, until } = licence;
  if (isTrial && trialUntil !== null) {
    return t('account.trialLeft', { days: daysLeft(trialUntil, now), date: dateOf(trialUntil) });
  }
  if (until === null) return undefined;
  return until <= now ? t('account.ended', { date: dateOf(until) }) : `${t('account.until')} ${dateOf(until)}`;
}
