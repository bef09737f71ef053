import { Readable } from 'node:stream';
import { supply } from './supply.mjs';

/** `protocol.handle` (Electron 25) over the stream protocols of before. */
function handleOver(protocol) {
  return (scheme, answer) =>
    protocol.registerStreamProtocol(scheme, (request, respond) => {
      Promise.resolve(answer({ url: request.url, method: request.method, headers: new Headers(request.headers) }))
        .then(async (response) => {
          const body = Buffer.from(await response.arrayBuffer());
          respond({
            statusCode: response.status,
            headers: Object.fromEntries(response.headers),
            data: Readable.from([body]),
          });
        })
        .catch((error) => respond({ statusCode: 500, data: Readable.from([String(error)]) }));
    });
}

if (process.type === 'browser') {
  const { protocol, safeStorage } = require('electron');
  supply(protocol, { handle: handleOver(protocol) });
  supply(safeStorage, {
    isAsyncEncryptionAvailable: async () => safeStorage.isEncryptionAvailable(),
    encryptStringAsync: async (text) => safeStorage.encryptString(text),
    decryptStringAsync: async (bytes) => ({ result: safeStorage.decryptString(bytes), shouldReEncrypt: false }),
    getSelectedStorageBackend: () => (safeStorage.isEncryptionAvailable() ? 'gnome_libsecret' : 'basic_text'),
  });
}
