import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type {
  SupportDraft,
  SupportForm,
  SupportInfo,
  SupportMail,
  SupportOutcome,
  SupportWay,
} from '../../../shared/contract/support.ts';
import { useApi } from '../../app/context.tsx';
import { downloadBytes, openLink } from './hand-over.ts';
import { useDraftSaving } from './use-draft-saving.ts';

export const SUPPORT_KEY = ['support'] as const;

export type Step =
  | { readonly kind: 'form' }
  | { readonly kind: 'smtp' }
  | { readonly kind: 'preview'; readonly mail: SupportMail }
  | { readonly kind: 'done'; readonly mail: SupportMail; readonly outcome: SupportOutcome };

const EMPTY: SupportForm = { topic: 'problem', message: '', contact: '', attachLog: false, error: '', picture: null };

/** What the core knows of support here. */
export function useSupportInfo() {
  const api = useApi();
  return useQuery({
    queryKey: SUPPORT_KEY,
    queryFn: ({ signal }) => api.support.info(undefined, { signal }),
    // Drafts are read afresh each time the form opens, and not under the hands of who types.
    gcTime: 0,
    staleTime: Infinity,
  });
}

/** The form and where it stands. `error`: what failed, where the form was opened from an error. */
export function useSupport(info: SupportInfo, error: string) {
  const api = useApi();
  // Who comes with an error starts anew; who just comes goes on with what was not sent.
  const [newest] = info.drafts;
  const begun = error === '' && newest !== undefined ? newest : null;
  const [form, setForm] = useState<SupportForm>(begun === null ? { ...EMPTY, error } : formOf(begun));
  const [way, setWay] = useState<SupportWay>(info.ways[0] ?? 'mailto');
  const [step, setStep] = useState<Step>({ kind: 'form' });
  const drafts = useDraftSaving(begun?.id ?? null);
  const sending = useRef(false);
  const change = (changes: Partial<SupportForm>): void => {
    const next = { ...form, ...changes };
    setForm(next);
    drafts.save(next);
  };
  const prepare = useMutation({
    mutationFn: () => api.support.prepare({ form, way }),
    onSuccess: (mail) => setStep({ kind: 'preview', mail }),
  });
  const send = useMutation({
    mutationFn: async (mail: SupportMail) => {
      const outcome = await api.support.send({ id: mail.id, draftId: await drafts.settle() });
      if (outcome.kind === 'mailto') openLink(outcome.url, document);
      if (outcome.kind === 'download') downloadBytes(outcome.name, outcome.base64, document);
      return { mail, outcome };
    },
    onSuccess: ({ mail, outcome }) => setStep({ kind: 'done', mail, outcome }),
    onSettled: () => {
      sending.current = false;
    },
  });
  const remove = useDeleteDraft();
  return {
    form,
    change,
    way: info.ways.includes(way) ? way : (info.ways[0] ?? 'mailto'),
    setWay,
    step,
    setStep,
    draftId: drafts.id,
    isKept: drafts.isKept,
    openDraft: (draft: SupportDraft) => {
      drafts.goOn(draft.id);
      setForm(formOf(draft));
    },
    deleteDraft: (id: string) => remove.mutate(id),
    prepare: () => prepare.mutate(),
    send: (mail: SupportMail) => {
      if (sending.current) return; // Two clicks are one mail.
      sending.current = true;
      send.mutate(mail);
    },
    isBusy: prepare.isPending || send.isPending,
    error: (step.kind === 'preview' ? send.error : (prepare.error ?? remove.error)) ?? null,
    back: () => {
      send.reset();
      setStep({ kind: 'form' });
    },
    saveNow: drafts.flush,
  };
}

function useDeleteDraft() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.support.deleteDraft({ id }),
    onSettled: () => queries.invalidateQueries({ queryKey: SUPPORT_KEY }),
  });
}

function formOf({ topic, message, contact, attachLog, error }: SupportDraft): SupportForm {
  return { topic, message, contact, attachLog, error, picture: null };
}
