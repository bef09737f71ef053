import { useQuery } from '@tanstack/react-query';
import type { UpdateStatus } from '../../../shared/contract/updates.ts';
import { useApi } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { useAppInfo } from '../../app/use-app-info.ts';

/** What is so on this computer, as sentences; a fact that is not known (yet) is absent. */
export function useFacts() {
  const api = useApi();
  const { data: info } = useAppInfo();
  const { data: updates } = useQuery({
    queryKey: ['updates'],
    queryFn: ({ signal }) => api.updates.status(undefined, { signal }),
  });
  return {
    configFolder: info?.configFolder,
    logFile: info?.logFile,
    secretStore: info?.secretStore.sentence,
    updates: updates === undefined ? undefined : describeUpdates(updates),
  };
}

function describeUpdates({ address, isAutomatic }: UpdateStatus): string {
  if (address === null) return t('privacy.updatesNone');
  return t(isAutomatic ? 'privacy.updatesOn' : 'privacy.updatesOff', { host: address });
}
