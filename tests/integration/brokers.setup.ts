import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { createTestBrokers } from '../support/brokers-host.ts';
import '../support/brokers.ts';

/** Hosts the test brokers for all test files; they ask over a loopback address, and the first to ask starts one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const brokers = createTestBrokers();
  const starters: Readonly<Record<string, () => Promise<unknown>>> = {
    '/kafka': brokers.kafka,
    '/secured': brokers.secured,
    '/old': brokers.old,
  };
  const server = createServer((request, response) => {
    const start = starters[request.url ?? ''] ?? (() => Promise.reject(new Error(`no broker ${request.url}`)));
    start().then(
      (broker) => response.setHeader('content-type', 'application/json').end(JSON.stringify(broker)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.stack : String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('brokersUrl', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.closeAllConnections();
    server.close();
    await brokers.stop();
  };
}
