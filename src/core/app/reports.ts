/** Puts the two rooms together that speak to us, the makers: reports by consent, and mail to support. */
import path from 'node:path';
import { PRODUCT } from '../../shared/product.ts';
import type { Parts } from './parts.ts';
import { readText, type Network } from '../network/index.ts';
import { createSupport, createDraftFolder, installationFacts, type Support } from '../support/index.ts';
import { createTelemetry, telemetryTargets, type Post, type Telemetry } from '../telemetry/index.ts';

const POST_LIMIT_MS = 10_000;
const ANSWER_LIMIT_BYTES = 64 * 1024;

export function openTelemetry({ ports, settings, network, masker, log }: Parts): Telemetry {
  return createTelemetry({
    store: settings.telemetry,
    targets: telemetryTargets(ports.env),
    post: postThrough(network),
    startErrorReporter: ports.startErrorReporter,
    facts: {
      version: ports.version,
      platform: process.platform,
      arch: process.arch,
      bundles: path.dirname(path.dirname(ports.workerFile('records-worker'))),
    },
    mask: masker.value,
    clock: ports.clock,
    newId: ports.newId,
    log: log.child('telemetry'),
  });
}

function postThrough(network: Network): Post {
  return async ({ url, ...request }) => {
    const response = await network.fetch(url, {
      ...request,
      method: 'POST',
      totalLimitMs: POST_LIMIT_MS,
      maxBytes: ANSWER_LIMIT_BYTES,
    });
    await readText(url, response); // Read to its end, so that the connection can be used again.
    return response.status;
  };
}

export function openSupport({ ports, settings, network, masker }: Parts): Support {
  return createSupport({
    host: ports.host,
    store: settings.support,
    secrets: settings.productSecrets,
    mask: masker.text,
    logFile: path.join(ports.logFolder, PRODUCT.logFile),
    facts: installationFacts(ports.host, ports.version),
    folder: createDraftFolder(),
    openMailDraft: ports.openMailDraft,
    captureWindow: ports.captureWindow,
    way: {
      connect: (to) => network.connect({ ...to, purpose: 'support mail', why: 'mail server of Settings' }),
      trusted: network.trusted,
    },
    clock: ports.clock,
    newId: ports.newId,
  });
}
