import { AppError } from '../shared/errors.ts';
import { networkError } from '../core/network/index.ts';

/** What electron-updater throws, as a sentence; what our own way out throws is one already. */
export function updateError(error: unknown, address: string): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (
    /ERR_UPDATER_(CHANNEL_FILE_NOT_FOUND|INVALID_UPDATE_INFO|NO_FILES_PROVIDED|INVALID_VERSION|NO_CHECKSUM)/.test(code)
  ) {
    return notAVersion(error);
  }
  return networkError(address, error);
}

/** The server answers with something else than electron-updater can read. */
export function notAVersion(cause?: unknown): AppError {
  return new AppError('DOWNLOAD_FAILED', 'The update server answers, but not with a version of this app.', {
    hint: 'Check the address of the update server (CONDUKTOR_UPDATE_URL).',
    cause,
  });
}
