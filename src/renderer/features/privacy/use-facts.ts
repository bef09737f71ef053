import { useQuery } from '@tanstack/react-query';
import type { NetworkActivity } from '../../../shared/contract/network.ts';
import type { TelemetryInfo } from '../../../shared/contract/telemetry.ts';
import type { UpdateStatus } from '../../../shared/contract/updates.ts';
import { useApi, usePreferences } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { useAppInfo } from '../../app/use-app-info.ts';
import { formatClock, type TimeMode } from '../../ui/format.ts';

/** What is so on this computer, as sentences; a fact that is not known (yet) is absent. */
export function useFacts() {
  const api = useApi();
  const { data: info } = useAppInfo();
  const { data: updates } = useQuery({
    queryKey: ['updates'],
    queryFn: ({ signal }) => api.updates.status(undefined, { signal }),
  });
  const { data: reports } = useQuery({
    queryKey: ['privacy', 'telemetry'],
    queryFn: ({ signal }) => api.telemetry.info(undefined, { signal }),
  });
  const { data: activity } = useQuery({
    queryKey: ['privacy', 'activity'],
    queryFn: ({ signal }) => api.network.activity(undefined, { signal }),
  });
  const { data: account } = useQuery({
    queryKey: ['privacy', 'account'],
    queryFn: ({ signal }) => api.account.status(undefined, { signal }),
  });
  const time = usePreferences((preferences) => preferences.time);
  return {
    contacts: activity === undefined ? undefined : describeContacts(activity, time),
    reports: reports === undefined ? undefined : describeReports(reports),
    issuer: account === undefined ? undefined : t('privacy.issuer', { host: account.issuer }),
    configFolder: info?.configFolder,
    logFile: info?.logFile,
    secretStore: info?.secretStore.sentence,
    updates: updates === undefined ? undefined : describeUpdates(updates),
  };
}

function describeContacts({ targets, forgotten, since }: NetworkActivity, mode: TimeMode): string {
  const facts = { count: targets.length + forgotten, time: formatClock(since, mode) };
  const foreign = targets.filter(({ listedAs }) => listedAs === null).length;
  return foreign === 0 ? t('privacy.contacts', facts) : t('privacy.contactsForeign', { ...facts, foreign });
}

function describeReports({ isOn, analyticsAddress, errorAddress }: TelemetryInfo): string {
  if (!isOn) return t('privacy.reportsOff');
  return t(analyticsAddress === null && errorAddress === null ? 'privacy.reportsNowhere' : 'privacy.reportsOn');
}

function describeUpdates({ address, isAutomatic }: UpdateStatus): string {
  if (address === null) return t('privacy.updatesNone');
  return t(isAutomatic ? 'privacy.updatesOn' : 'privacy.updatesOff', { host: address });
}
