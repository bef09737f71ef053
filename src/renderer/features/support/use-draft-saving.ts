import { useEffect, useRef, useState } from 'react';
import type { SupportForm } from '../../../shared/contract/support.ts';
import { useApi } from '../../app/context.tsx';

const PAUSE_MS = 800;

/** Keeps what is typed, after a pause and when the form closes. A draft that cannot be kept is no reason to stop anyone. */
export function useDraftSaving(begunId: string | null) {
  const api = useApi();
  const [id, setId] = useState(begunId);
  const [isKept, setKept] = useState(begunId !== null);
  const state = useRef<{ id: string | null; waiting: SupportForm | null; timer: number; last: Promise<void> }>({
    id: begunId,
    waiting: null,
    timer: 0,
    last: Promise.resolve(),
  });

  function flush(): void {
    const { current } = state;
    window.clearTimeout(current.timer);
    const form = current.waiting;
    current.waiting = null;
    if (form === null) return;
    // One after the other: the second must know the id the first was given.
    current.last = current.last
      .then(async () => {
        const saved = await api.support.saveDraft({ id: current.id, form: { ...form, picture: null } });
        current.id = saved.id;
        setId(saved.id);
        setKept(true);
      })
      .catch(() => setKept(false));
  }

  const flushRef = useRef(flush);
  useEffect(() => {
    flushRef.current = flush;
  });
  useEffect(() => () => flushRef.current(), []);

  return {
    id,
    isKept,
    flush,
    save(form: SupportForm): void {
      const { current } = state;
      window.clearTimeout(current.timer);
      // An address half typed is not valid yet: it is kept once it is.
      const isEmpty = form.message.trim() === '';
      current.waiting = isEmpty ? null : { ...form, contact: isAddress(form.contact) ? form.contact : '' };
      if (!isEmpty) current.timer = window.setTimeout(() => flushRef.current(), PAUSE_MS);
    },
    goOn(draftId: string): void {
      flush();
      state.current.id = draftId;
      setId(draftId);
      setKept(true);
    },
    /** Waits for what is under way; the draft the mail comes from. */
    async settle(): Promise<string | null> {
      flush();
      await state.current.last;
      return state.current.id;
    },
  };
}

function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(text);
}
