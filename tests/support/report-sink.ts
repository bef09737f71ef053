import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ReportSink = {
  /** What points the application's reports here. */
  readonly env: Readonly<Record<string, string>>;
  /** Bodies that came, in order. */
  analytics(): ReadonlyArray<string>;
  errors(): ReadonlyArray<string>;
  /** Connections that were made at all, also those nothing came over. */
  connections(): number;
  close(): Promise<void>;
};

/** Stands where Google Analytics and Sentry stand, on this computer. */
export async function startReportSink(): Promise<ReportSink> {
  const seen: Array<{ readonly path: string; readonly body: string }> = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(request.url?.startsWith('/mp/') === true ? 204 : 200).end();
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const at = (start: string) => seen.filter(({ path }) => path.startsWith(start)).map(({ body }) => body);
  return {
    env: {
      CONDUKTOR_GA_ENDPOINT: `http://${base}`,
      CONDUKTOR_GA_ID: 'G-TEST',
      CONDUKTOR_GA_SECRET: 'ga-s3cret',
      CONDUKTOR_SENTRY_DSN: `http://publickey@${base}/1`,
    },
    analytics: () => at('/mp/collect'),
    errors: () => at('/api/1/envelope/'),
    connections: () => connections,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
