import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SignInStart } from '../../../shared/contract/account.ts';
import { AppError } from '../../../shared/errors.ts';
import { useApi } from '../../app/context.tsx';
import { ACCOUNT_KEY, useTakeAccount } from '../../app/use-account.ts';

/** One question to the core waits this long for news. */
const WAIT_MS = 20_000;
const RETRY_MS = 2000;

/** The sign-in: started here, done in the browser, waited for. */
export function useSignIn() {
  const api = useApi();
  const take = useTakeAccount();
  const [started, setStarted] = useState<SignInStart | null>(null);
  const [failure, setFailure] = useState<AppError | null>(null);
  const begin = useMutation({
    mutationFn: (create: boolean) => api.account.signIn({ create }),
    onMutate: () => setFailure(null),
    onSuccess: setStarted,
  });
  const importFile = useMutation({
    mutationFn: async (file: File) => api.account.importLicence({ text: await file.text() }),
    onMutate: () => setFailure(null),
    onSuccess: take,
  });
  const checkAgain = useMutation({ mutationFn: () => api.account.refresh(), onSuccess: take });
  const loginId = started?.loginId ?? null;
  const { data: outcome, error } = useQuery({
    queryKey: [...ACCOUNT_KEY, 'outcome', loginId],
    queryFn: ({ signal }) => api.account.signInOutcome({ loginId: loginId ?? '', waitMs: WAIT_MS }, { signal }),
    enabled: loginId !== null,
    // Each answer "still waiting" is followed by the next question; a core that is away is not stormed.
    refetchInterval: ({ state: { data: last, error: failed } }) => {
      if (last !== undefined && last.kind !== 'waiting') return false;
      return failed === null ? 1 : RETRY_MS;
    },
    gcTime: 0,
  });
  useEffect(() => {
    if (outcome === undefined || outcome.kind === 'waiting') return;
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the answer came from outside: the browser
    setStarted(null);
    if (outcome.kind === 'failed') setFailure(AppError.fromData(outcome.error));
    if (outcome.kind === 'done') void api.account.status().then(take);
  }, [outcome, api, take]);
  function cancel(): void {
    if (loginId !== null) void api.account.cancelSignIn({ loginId }).catch(() => undefined); // Gone is as good as cancelled.
    setStarted(null);
  }
  return {
    started,
    isBusy: begin.isPending || importFile.isPending || checkAgain.isPending,
    error: failure ?? begin.error ?? importFile.error ?? checkAgain.error ?? (started === null ? null : error),
    begin: (create: boolean) => {
      importFile.reset();
      checkAgain.reset();
      begin.mutate(create);
    },
    importFile: (file: File) => {
      begin.reset();
      importFile.mutate(file);
    },
    checkAgain: () => checkAgain.mutate(),
    cancel,
  };
}
