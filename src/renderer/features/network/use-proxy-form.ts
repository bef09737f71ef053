import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  NetworkSettingsDraft,
  type NetworkSettings,
  type NetworkSettingsDraftInput,
} from '../../../shared/contract/network.ts';
import { useApi } from '../../app/context.tsx';
import { useAccount } from '../../app/use-account.ts';

const KEY = ['network-settings'] as const;

/** The stored settings, what the form makes of them, saving and trying. */
export function useProxyForm() {
  const api = useApi();
  const queries = useQueryClient();
  const [edited, setEdited] = useState<NetworkSettingsDraftInput | null>(null);
  const account = useAccount();
  const [typedUrl, setTestUrl] = useState<string | null>(null);
  // Until the user writes another address: the sign-in is what everybody needs.
  const testUrl = typedUrl ?? account.data?.issuerUrl ?? '';
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.network.settings(undefined, { signal }) });
  const draft = edited ?? (query.data === undefined ? null : draftOf(query.data));
  const save = useMutation({
    mutationFn: (next: NetworkSettingsDraftInput) => api.network.saveSettings(next),
    onSuccess: (settings) => {
      queries.setQueryData(KEY, settings);
      setEdited(null);
    },
  });
  const test = useMutation({
    mutationFn: (next: NetworkSettingsDraftInput) => api.network.testProxy({ draft: next, url: testUrl }),
  });
  const issue = draft === null ? undefined : NetworkSettingsDraft.safeParse(draft).error?.issues[0];
  return {
    settings: query.data,
    error: query.error ?? save.error ?? test.error,
    draft,
    isChanged: edited !== null,
    addressProblem: issue?.path[0] === 'address' ? issue.message : undefined,
    isValid: issue === undefined,
    change(change: Partial<NetworkSettingsDraftInput>) {
      if (draft === null) return;
      test.reset();
      setEdited({ ...draft, ...change });
    },
    undo() {
      save.reset();
      test.reset();
      setEdited(null);
    },
    save,
    test,
    testUrl,
    setTestUrl,
  };
}

function draftOf({ mode, address, username, hasPassword, noProxy, ca }: NetworkSettings): NetworkSettingsDraftInput {
  return { mode, address, username, password: { kind: hasPassword ? 'keep' : 'none' }, noProxy, ca };
}
