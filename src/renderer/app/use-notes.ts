import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { TelemetryEvent } from '../../shared/telemetry.ts';
import { useApp } from './context.tsx';
import { labelledButtons } from './noted.ts';
import type { AppGate } from './use-account.ts';

/**
 * The one place that notes what happens on the screen: which screen and dialog is shown, which button is clicked. All of
 * it by names of the closed list; a dialog that has none there does not compile, a button that has none is not noted.
 * (Commands: noteCommand, where they are run.)
 */
export function useNotes(shows: AppGate['shows']): void {
  const { note, view } = useApp();
  const place = useStore(view, ({ screen, settings }) => (settings === null ? screen.kind : 'settings'));
  const dialog = useStore(view, (state) => state.dialog?.kind ?? null);
  const isSupportOpen = useStore(view, (state) => state.support !== null);
  const screen = shows === 'app' || place === 'settings' ? place : shows === 'sign-in' ? shows : null;
  useEffect(() => {
    if (screen !== null) note({ name: 'screen_shown', screen });
  }, [note, screen]);
  useEffect(() => {
    if (dialog !== null) note({ name: 'dialog_opened', dialog });
  }, [note, dialog]);
  useEffect(() => {
    if (isSupportOpen) note({ name: 'dialog_opened', dialog: 'support' });
  }, [note, isSupportOpen]);
  useEffect(() => noteClicks(note), [note]);
}

function noteClicks(note: (event: TelemetryEvent) => void): () => void {
  const buttons = labelledButtons();
  function onClick(event: MouseEvent): void {
    const element = event.target instanceof Element ? event.target.closest('button, a, [role=menuitem]') : null;
    if (element === null) return;
    const label = element.getAttribute('aria-label') ?? element.textContent.trim();
    const button = buttons.get(label);
    // A key pressed on a button clicks it without a pointer.
    if (button !== undefined) note({ name: 'button_clicked', button, way: event.detail === 0 ? 'key' : 'mouse' });
  }
  document.addEventListener('click', onClick, { capture: true });
  return () => document.removeEventListener('click', onClick, { capture: true });
}
