import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { AppError } from '../../shared/errors.ts';

/**
 * Addresses nobody serves files or schemas on, but where cloud machines hand out credentials (169.254.169.254 and its
 * IPv6 sisters). A connection profile may come from elsewhere, and so may a redirect.
 */
const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet('169.254.0.0', 16, 'ipv4');
FORBIDDEN.addSubnet('fe80::', 10, 'ipv6');
FORBIDDEN.addAddress('fd00:ec2::254', 'ipv6');
FORBIDDEN.addAddress('fd20:ce::254', 'ipv6');
FORBIDDEN.addSubnet('::ffff:169.254.0.0', 112, 'ipv6');
// Alibaba's, Oracle's and Azure's, which are outside of the link-local range.
for (const address of ['100.100.100.200', '192.0.0.192', '168.63.129.16']) {
  FORBIDDEN.addAddress(address, 'ipv4');
  FORBIDDEN.addAddress(`::ffff:${address}`, 'ipv6');
}

/** `host` as a URL writes it: IPv6 in brackets, every way to write IPv4 as four numbers. */
export function isForbiddenHost(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  return family !== 0 && FORBIDDEN.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

export function forbiddenHost(host: string): AppError {
  return new AppError('BAD_INPUT', `${host} is an address for this computer’s own set-up, not a server to ask.`, {
    hint: 'Write the address of the server itself.',
    context: { host },
  });
}

/** The system's look-up, but that a name which leads to a forbidden address leads nowhere. */
export const guardedLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, options, (error, address, family) => {
    const found = Array.isArray(address) ? address.map((entry) => entry.address) : [address];
    if (error === null && found.some(isForbiddenHost)) done(forbiddenHost(hostname), address, family);
    else done(error, address, family);
  });
};
