import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TelemetryInfo } from '../../../shared/contract/telemetry.ts';
import { CONSENT_TEXT } from '../../../shared/telemetry.ts';
import { useApi } from '../../app/context.tsx';

const KEY = ['telemetry'] as const;

/** The choice and what follows from it. `refreshMs`: for whoever watches what is sent. */
export function useTelemetry(refreshMs: number | false = false) {
  const api = useApi();
  const queries = useQueryClient();
  const take = (info: TelemetryInfo): void => void queries.setQueryData(KEY, info);
  const { data: info, error } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.telemetry.info(undefined, { signal }),
    refetchInterval: refreshMs,
  });
  const choose = useMutation({
    mutationFn: (isOn: boolean) => api.telemetry.setConsent({ isOn, textVersion: CONSENT_TEXT.version }),
    onSuccess: take,
  });
  const renew = useMutation({ mutationFn: () => api.telemetry.newId(), onSuccess: take });
  return {
    info,
    error: error ?? choose.error ?? renew.error,
    isBusy: choose.isPending || renew.isPending,
    choose: (isOn: boolean) => choose.mutate(isOn),
    renew: () => renew.mutate(),
  };
}
