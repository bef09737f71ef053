import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { AppError } from '../../shared/errors.ts';
import type { HostPort } from './engine.ts';

/** Clusters list a handful; a longer list is a mistake or an attack, and every entry may be dialled. */
const MAX_SERVERS = 100;

/** `host:port` pairs, separated by commas, spaces or new lines; listener schemes (`SASL_SSL://`) are taken off. */
export function parseBootstrapServers(text: string): HostPort[] {
  const entries = text.split(/[\s,;]+/).filter((entry) => entry !== '');
  if (entries.length === 0) refuse('There is no bootstrap server.', 'Write at least one as host:port.');
  if (entries.length > MAX_SERVERS) {
    refuse(
      `There are ${entries.length} bootstrap servers; at most ${MAX_SERVERS} are taken.`,
      'A few are enough: the cluster tells the rest.',
    );
  }
  const servers = new Map<string, HostPort>();
  for (const entry of entries) {
    const server = parseServer(entry);
    servers.set(`${server.host}:${server.port}`, server);
  }
  return [...servers.values()];
}

function parseServer(entry: string): HostPort {
  // Before anything is quoted back: a password may stand before the @.
  if (entry.includes('@'))
    refuse(
      'A bootstrap server holds an @, but user names and passwords do not belong there.',
      'Write host:port, and the user under SASL.',
    );
  const address = withoutScheme(entry);
  const shown = quoted(entry);
  if (/[/?#\\]/.test(address)) refuse(`${shown} has a path; a bootstrap server has none.`, 'Write host:port.');
  if (address.startsWith('[')) return parseIPv6(address, shown);
  const colons = address.split(':').length - 1;
  if (colons > 1)
    refuse(
      `${shown} has more than one colon.`,
      'An IPv6 address goes in brackets: [::1]:9092. Several servers are separated by commas.',
    );
  if (colons === 0) refuse(`${shown} has no port.`, `Kafka usually listens on 9092: ${shortened(address)}:9092.`);
  const [name = '', port = ''] = address.split(':');
  return { host: hostOf(name, shown), port: portOf(port, shown) };
}

function withoutScheme(entry: string): string {
  const match = /^([a-z][a-z0-9_+.-]{0,40}):\/\/(.*)$/i.exec(entry);
  if (match === null) return entry;
  const [, scheme = '', rest = ''] = match;
  if (/^(https?|wss?|file|ftp)$/i.test(scheme)) {
    refuse(`${quoted(entry)} is not the address of a Kafka broker: it starts with ${scheme}://.`, 'Write host:port.');
  }
  return rest.endsWith('/') ? rest.slice(0, -1) : rest;
}

function parseIPv6(address: string, shown: string): HostPort {
  const match = /^\[([^\]]*)\](?::(.*))?$/.exec(address);
  const host = match?.[1] ?? '';
  if (match === null || !isIPv6(host))
    refuse(`${shown} is not an IPv6 address in brackets.`, 'Write it as [::1]:9092.');
  if (match[2] === undefined) refuse(`${shown} has no port.`, `Kafka usually listens on 9092: [${host}]:9092.`);
  return { host, port: portOf(match[2], shown) };
}

function hostOf(name: string, shown: string): string {
  if (name === '') refuse(`${shown} has no host before the port.`, 'Write host:port.');
  // Underscores are no valid host name, but container networks use them.
  const ascii = /^[\w.-]+$/.test(name) ? name : domainToASCII(name);
  if (!/^[\w.-]{1,253}$/.test(ascii)) refuse(`${shown} is not a valid host name.`, 'Write host:port.');
  return ascii;
}

function portOf(text: string, shown: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535)
    refuse(`${shown} needs a port from 1 to 65535.`, 'Write host:port, for example broker:9092.');
  return port;
}

function refuse(message: string, hint: string): never {
  throw new AppError('BAD_INPUT', message, { hint, context: { field: 'bootstrapServers' } });
}

function quoted(entry: string): string {
  return `"${shortened(entry)}"`;
}

function shortened(entry: string): string {
  const printable = entry.replaceAll(/[^\p{L}\p{N}\p{P}\p{S}]/gu, '?');
  return printable.length > 80 ? `${printable.slice(0, 80)}…` : printable;
}
