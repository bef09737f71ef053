import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/context.tsx';
import { recordQuery } from './open-record.ts';

/** The record being looked at; the one before stays until it is here, so that arrow keys do not flicker. */
export function useRecordDetail(sessionId: string | null, id: number | null) {
  const api = useApi();
  return useQuery({
    ...recordQuery(api, { sessionId: sessionId ?? '', id: id ?? 0 }),
    enabled: sessionId !== null && id !== null,
    placeholderData: keepPreviousData,
  });
}
