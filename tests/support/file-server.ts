import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ServedRequest = { readonly path: string; readonly range: string | null };

export type FileServer = {
  readonly url: string;
  /** path → content. */
  readonly files: Map<string, Buffer | string>;
  readonly requests: ServedRequest[];
  /** Answers this request in another way; returns true where it did. */
  trouble: (request: IncomingMessage, response: ServerResponse, file: Buffer) => boolean;
  close(): Promise<void>;
};

/** A web server of files on 127.0.0.1, with Range as the real ones have it. */
export async function startFileServer(): Promise<FileServer> {
  const files = new Map<string, Buffer | string>();
  const requests: ServedRequest[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const { range = null } = request.headers;
    requests.push({ path, range });
    const found = files.get(path);
    if (found === undefined) return void response.writeHead(404).end('not here');
    const file = Buffer.from(found);
    if (self.trouble(request, response, file)) return;
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    if (start >= file.length && start > 0) return void response.writeHead(416).end();
    const body = file.subarray(start);
    const headers = { 'content-length': body.length };
    const contentRange = { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` };
    response.writeHead(start > 0 ? 206 : 200, start > 0 ? { ...headers, ...contentRange } : headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: FileServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    requests,
    trouble: () => false,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}
