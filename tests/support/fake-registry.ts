import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

export type FakeAnswer = {
  readonly status?: number;
  /** Sent as JSON, or as it is where it is text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /** The connection ends after the head of the answer. */
  readonly breaksOff?: boolean;
};

export type FakeRegistry = {
  readonly url: string;
  /** Paths asked for, in order. */
  readonly asked: string[];
  readonly headers: IncomingHttpHeaders[];
  /** Answers by path with its query; one that is not there is refused as `otherwise` says. May be changed while it runs. */
  readonly answers: Map<string, FakeAnswer>;
  otherwise: FakeAnswer;
  close(): Promise<void>;
};

/** A web server on loopback that says what it is told to: for what real registries do not do when asked. */
export async function startFakeRegistry(
  answers: Readonly<Record<string, FakeAnswer>> = {},
  tls?: ServerOptions,
): Promise<FakeRegistry> {
  const asked: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const listener: Parameters<typeof createServer>[1] = (request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    headers.push(request.headers);
    const answer = fake.answers.get(path) ?? fake.answers.get(path.replace(/\?.*$/, '')) ?? fake.otherwise;
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
    setTimeout(() => {
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      if (answer.breaksOff !== true) return void response.end(text);
      response.write(text.slice(0, 1));
      setTimeout(() => response.destroy(), 10);
    }, answer.delayMs ?? 0);
  };
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeRegistry = {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    asked,
    headers,
    answers: new Map(Object.entries(answers)),
    otherwise: { status: 404, body: { error_code: 40403, message: 'Schema not found' } },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}
