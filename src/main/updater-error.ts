import { networkError } from '../core/network/index.ts';
import { AppError } from '../shared/errors.ts';

/** What electron-updater throws, as a sentence. `address` is where it asked; null while it fetched. */
export function updateError(error: unknown, address: string | null): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'ERR_CHECKSUM_MISMATCH') {
    return new AppError(
      'DOWNLOAD_FAILED',
      'The file that came is not the one that was signed, so it was thrown away.',
      {
        hint: 'Nothing was installed. Try again; if it stays, tell support: the server may be tampered with.',
        cause: error,
      },
    );
  }
  if (
    /ERR_UPDATER_(CHANNEL_FILE_NOT_FOUND|INVALID_UPDATE_INFO|NO_FILES_PROVIDED|INVALID_VERSION|NO_CHECKSUM)/.test(code)
  ) {
    return new AppError('DOWNLOAD_FAILED', 'The update server answers, but not with a version of this app.', {
      hint: 'Check the address of the update server (CONDUKTOR_UPDATE_URL).',
      cause: error,
    });
  }
  const status = /^(\d{3}) /.exec(message)?.[1];
  if (status !== undefined) {
    return new AppError('DOWNLOAD_FAILED', `The update server answers with error ${status}.`, { cause: error });
  }
  // Chromium's own words (net::ERR_CONNECTION_REFUSED) in those of Node, which the network room has sentences for.
  const net = /net::ERR_([A-Z_]+)/.exec(message)?.[1];
  const named =
    net === undefined ? error : Object.assign(new Error(message), { code: NODE_CODES[net] ?? `ERR_${net}` });
  return networkError(address ?? 'https://update-server/', named);
}

const NODE_CODES: Readonly<Record<string, string>> = {
  CONNECTION_REFUSED: 'ECONNREFUSED',
  CONNECTION_RESET: 'ECONNRESET',
  CONNECTION_CLOSED: 'ECONNRESET',
  CONNECTION_TIMED_OUT: 'ETIMEDOUT',
  TIMED_OUT: 'ETIMEDOUT',
  NAME_NOT_RESOLVED: 'ENOTFOUND',
  INTERNET_DISCONNECTED: 'ENETUNREACH',
  ADDRESS_UNREACHABLE: 'EHOSTUNREACH',
  EMPTY_RESPONSE: 'ECONNRESET',
  CERT_DATE_INVALID: 'CERT_HAS_EXPIRED',
  CERT_COMMON_NAME_INVALID: 'ERR_TLS_CERT_ALTNAME_INVALID',
  CERT_AUTHORITY_INVALID: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  SSL_PROTOCOL_ERROR: 'ERR_SSL_WRONG_VERSION_NUMBER',
};
