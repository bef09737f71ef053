import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { signedText } from '../../src/core/updates/index.ts';
import type { Identity } from './certificates.ts';

export type Offered = {
  readonly version: string;
  readonly file: string;
  readonly content: Buffer;
  /** What is told of the file where it is not the truth. */
  readonly sha512?: string;
  /** Null: unsigned. Otherwise who signs. */
  readonly key?: KeyObject | null;
};

export type UpdateServer = {
  readonly address: string;
  /** Base64 of its SPKI form, as the app is told it. */
  readonly publicKey: string;
  /** What was asked for: path and the headers that could tell who asks. */
  readonly asked: Array<{ readonly path: string; readonly headers: Readonly<Record<string, unknown>> }>;
  offer(offered: Offered): void;
  close(): Promise<void>;
};

/** An update server on this computer, as electron-updater's generic provider expects one; over TLS where it has an identity. */
export async function startUpdateServer(identity?: Identity): Promise<UpdateServer> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  let offered: Offered | null = null;
  const asked: UpdateServer['asked'] = [];
  const listener: RequestListener = (request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    asked.push({ path, headers: request.headers });
    const body = offered === null ? null : answer(path, offered, privateKey);
    response.writeHead(body === null ? 404 : 200, { 'content-length': body?.length ?? 0 }).end(body);
  };
  const server: Server =
    identity === undefined
      ? createServer(listener)
      : createTlsServer({ cert: identity.certificate, key: identity.key }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `${identity === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    asked,
    offer: (next) => void (offered = next),
    close: () => close(server),
  };
}

function answer(path: string, { version, file, content, ...told }: Offered, own: KeyObject): Buffer | null {
  if (path === `/${file}`) return content;
  if (path !== '/latest-linux.yml') return null;
  const sha512 = told.sha512 ?? createHash('sha512').update(content).digest('base64');
  const files = [{ url: file, sha512, size: content.length }];
  const key = told.key === undefined ? own : told.key;
  const signature =
    key === null ? undefined : sign(null, Buffer.from(signedText({ version, files })), key).toString('base64');
  return Buffer.from(JSON.stringify({ version, files, path: file, sha512, signature }));
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
