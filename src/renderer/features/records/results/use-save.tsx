import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback, type ReactNode } from 'react';
import type { ExportProgress } from '../../../../shared/contract/exports.ts';
import { AppError } from '../../../../shared/errors.ts';
import { useApp } from '../../../app/context.tsx';
import type { AppParts } from '../../../app/context.tsx';
import type { Api } from '../../../app/rpc.ts';
import { t } from '../../../app/texts.ts';
import { useAppInfo } from '../../../app/use-app-info.ts';
import { toShownError } from '../../../ui/shown-error.ts';
import { fractionOf, progressText } from './save-model.ts';
import classes from './dialogs.module.css';

export type SaveRequest = Parameters<Api['exports']['start']>[0];
const POLL_MS = 300;

/** Starts a save and follows it in the status bar to its end, also after the tab has closed. */
export function useSave(): (request: SaveRequest) => Promise<void> {
  const parts = useApp();
  const canShow = useAppInfo().data?.canShowFiles === true;
  return useCallback(
    async (request) => {
      const { jobId } = await parts.api.exports.start(request);
      void follow(parts, jobId, canShow);
    },
    [parts, canShow],
  );
}

async function follow({ api, jobs }: AppParts, jobId: string, canShow: boolean): Promise<void> {
  const id = `save:${jobId}`;
  // Its end is told by the progress; where the cancel comes too late, the file is complete.
  const cancel = (): void => void api.exports.cancel({ jobId }).catch(() => undefined);
  jobs.getState().put({ id, label: t('results.saving'), fraction: null, cancel });
  try {
    for (;;) {
      const progress = await api.exports.progress({ jobId });
      if (progress.state !== 'running') {
        tell(progress, canShow ? () => show(api, jobId) : null);
        return;
      }
      const label = `${t('results.saving')} · ${progressText(progress)}`;
      jobs.getState().put({ id, label, fraction: fractionOf(progress), cancel });
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } catch (error) {
    say(t('results.saveFailed', { message: toShownError(error).message }), true);
  } finally {
    jobs.getState().end(id);
  }
}

function show(api: Api, jobId: string): void {
  api.exports.show({ jobId }).catch((error: unknown) => say(toShownError(error).message, true));
}

function tell(progress: ExportProgress, onShow: (() => void) | null): void {
  if (progress.state === 'cancelled') return say(t('results.saveCancelled'), false);
  if (progress.state === 'failed') {
    const error = progress.error === null ? null : AppError.fromData(progress.error);
    return say(t('results.saveFailed', { message: [error?.message, error?.hint].filter(Boolean).join(' ') }), true);
  }
  const saved = t('results.saved', { progress: progressText(progress), path: progress.path ?? '' });
  say(
    <>
      {[saved, ...progress.notes].join(' ')}
      {onShow === null ? null : (
        <Button className={classes.showFile} onClick={onShow}>
          {t('results.showFile')}
        </Button>
      )}
    </>,
    false,
  );
}

function say(message: ReactNode, isError: boolean): void {
  notifications.show({
    message,
    color: isError ? 'red' : 'accent',
    autoClose: isError ? false : 12_000,
    withCloseButton: true,
  });
}
