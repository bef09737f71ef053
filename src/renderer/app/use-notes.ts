import { useEffect } from 'react';
import { DIALOGS, type TelemetryEvent } from '../../shared/telemetry.ts';
import type { ViewState } from '../state/view.ts';
import { useApp } from './context.tsx';
import { labelledButtons } from './noted.ts';

/**
 * The one place that notes what happens on the screen: which screen and dialog is shown, which button is clicked. All of
 * it by names of the closed list; what has none there is not noted. (Commands: noteCommand, where they are run.)
 */
export function useNotes(): void {
  const { note, view } = useApp();
  useEffect(() => {
    note(screenEvent(view.getState()));
    return view.subscribe((now, before) => {
      for (const event of changes(now, before)) note(event);
    });
  }, [note, view]);
  useEffect(() => {
    const buttons = labelledButtons();
    function onClick(event: MouseEvent): void {
      const element = event.target instanceof Element ? event.target.closest('button, a, [role=menuitem]') : null;
      if (element === null) return;
      const label = element.getAttribute('aria-label') ?? element.textContent.trim();
      const button = buttons.get(label);
      if (button !== undefined) note({ name: 'button_clicked', button, way: event.detail === 0 ? 'key' : 'mouse' });
    }
    document.addEventListener('click', onClick, { capture: true });
    return () => document.removeEventListener('click', onClick, { capture: true });
  }, [note]);
}

function screenEvent({ screen, settings }: ViewState): TelemetryEvent {
  return { name: 'screen_shown', screen: settings === null ? screen.kind : 'settings' };
}

function changes(now: ViewState, before: ViewState): ReadonlyArray<TelemetryEvent> {
  const events: TelemetryEvent[] = [];
  if (now.screen !== before.screen || (now.settings === null) !== (before.settings === null)) {
    events.push(screenEvent(now));
  }
  const { dialog } = now;
  if (dialog !== null && dialog.kind !== before.dialog?.kind) {
    events.push({ name: 'dialog_opened', dialog: DIALOGS.find((known) => known === dialog.kind) ?? 'other' });
  }
  if (now.support !== null && before.support === null) events.push({ name: 'dialog_opened', dialog: 'support' });
  return events;
}
