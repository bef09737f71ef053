import type { NetworkTarget } from '../../../shared/contract/network.ts';
import { formatBytes, formatTime, type TimeMode } from '../../ui/format.ts';

export function targetKey({ host, port, via }: NetworkTarget): string {
  return `${host} ${String(port)} ${via ?? ''}`;
}

export function addressText({ host, port }: Pick<NetworkTarget, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}

/** Targets in which every word of the text stands somewhere. */
export function filterTargets(targets: ReadonlyArray<NetworkTarget>, text: string): ReadonlyArray<NetworkTarget> {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return targets;
  return targets.filter((target) => {
    const whole = [
      addressText(target),
      ...target.purposes,
      target.listedAs ?? 'not on your list',
      target.via ?? '',
      ...target.addresses,
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}

export type Totals = {
  readonly targets: number;
  readonly foreign: number;
  readonly open: number;
  readonly sent: number;
  readonly received: number;
};

export function totalsOf(targets: ReadonlyArray<NetworkTarget>): Totals {
  const sum = (of: (target: NetworkTarget) => number) => targets.reduce((total, target) => total + of(target), 0);
  return {
    targets: targets.length,
    foreign: targets.filter(({ listedAs }) => listedAs === null).length,
    open: sum(({ open }) => open),
    sent: sum(({ sent }) => sent),
    received: sum(({ received }) => received),
  };
}

/** The list for a mail or a ticket: a line each, columns by tabs. */
export function activityText(targets: ReadonlyArray<NetworkTarget>, mode: TimeMode): string {
  const head = ['host', 'why', 'whose', 'connections', 'requests', 'sent', 'received', 'first', 'last'];
  const lines = targets.map((target) => [
    target.via === null ? addressText(target) : `${addressText(target)} via ${target.via}`,
    target.purposes.join(', '),
    target.listedAs ?? 'NOT ON YOUR LIST',
    String(target.connections),
    String(target.requests),
    formatBytes(target.sent),
    formatBytes(target.received),
    formatTime(target.firstAt, mode),
    formatTime(target.lastAt, mode),
  ]);
  return [head, ...lines].map((cells) => cells.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')).join('\t')).join('\n');
}
