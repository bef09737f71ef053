import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ClusterDraftInput, ClusterSummary, ParsedConfig } from '../../../shared/contract/clusters.ts';
import { useApp } from '../../app/context.tsx';
import { CLUSTERS_KEY } from '../../app/use-clusters.ts';
import { useSecretStore } from '../../app/use-secret-store.ts';
import { applyParsed, fieldErrorOf, fieldErrors, hasNewSecret, type FieldErrors } from './draft.ts';

export type FormOptions = {
  readonly clusterId: string | null;
  readonly initial: ClusterDraftInput;
  onClose(): void;
};

/** Wiring of the cluster form: the draft, its errors, test, save. */
export function useClusterForm({ clusterId, initial, onClose }: FormOptions) {
  const [draft, setDraft] = useState(initial);
  const [wrong, setWrong] = useState<FieldErrors>({});
  const test = useTest(clusterId);
  const save = useSave(clusterId, onClose);
  function replace(next: ClusterDraftInput): void {
    setDraft(next);
    // A field that was complained about is judged again while it is mended; others are left in peace until asked.
    const errors = fieldErrors(next);
    setWrong((before) => Object.fromEntries(Object.entries(errors).filter(([path]) => path in before)));
    test.reset();
    save.reset();
  }
  function judge(): boolean {
    const errors = fieldErrors(draft);
    setWrong(errors);
    return Object.keys(errors).length === 0;
  }
  const refused = { ...fieldErrorOf(test.error), ...fieldErrorOf(save.error) };
  return {
    draft,
    errors: { ...wrong, ...refused },
    isDirty: draft !== initial,
    isIncomplete: Object.keys(wrong).length > 0,
    test,
    save,
    change: (patch: Partial<ClusterDraftInput>) => replace({ ...draft, ...patch }),
    fill: (parsed: ParsedConfig) => replace(applyParsed(draft, parsed)),
    runTest: (patch: Partial<ClusterDraftInput> = {}) => {
      const next = { ...draft, ...patch };
      if (next.engine !== draft.engine) setDraft(next);
      // A test needs no name.
      const errors = fieldErrors({ ...next, name: next.name || '-' });
      setWrong(errors);
      if (Object.keys(errors).length === 0) test.run({ ...next, name: next.name || '-' });
    },
    runSave: (thenOpen: boolean) => {
      if (judge()) save.mutate({ draft, thenOpen });
    },
  };
}
export type ClusterFormState = ReturnType<typeof useClusterForm>;

function useTest(clusterId: string | null) {
  const { api } = useApp();
  const abort = useRef<AbortController | null>(null);
  const mutation = useMutation({
    mutationFn: (draft: ClusterDraftInput) => {
      abort.current = new AbortController();
      const input = { draft, ...(clusterId === null ? {} : { clusterId }) };
      return api.clusters.test(input, { signal: abort.current.signal });
    },
  });
  function cancel(): void {
    abort.current?.abort();
    mutation.reset();
  }
  return { ...mutation, run: mutation.mutate, cancel, reset: cancel };
}

function useSave(clusterId: string | null, onClose: () => void) {
  const { api, view } = useApp();
  const queries = useQueryClient();
  const { data: secretStore } = useSecretStore();
  return useMutation({
    mutationFn: async ({ draft }: { draft: ClusterDraftInput; thenOpen: boolean }): Promise<ClusterSummary> => {
      if (clusterId === null) return api.clusters.create({ draft });
      const saved = await api.clusters.update({ clusterId, draft });
      // A connection made with the old settings ends, so that the new ones are the ones in use.
      await api.clusters.close({ clusterId });
      return saved;
    },
    onSuccess: (saved, { draft, thenOpen }) => {
      onClose();
      // The first password where nothing is said yet about how to keep it: saved already, so nobody is held up.
      if (secretStore?.isChosen === false && hasNewSecret(draft))
        view.getState().showDialog({ kind: 'keep-passwords' });
      void queries.invalidateQueries({ queryKey: CLUSTERS_KEY });
      void queries.resetQueries({ predicate: ({ queryKey }) => queryKey.includes(saved.id) });
      if (thenOpen) view.getState().openCluster(saved.id);
    },
  });
}
