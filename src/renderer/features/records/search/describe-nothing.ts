import { t } from '../../../app/texts.ts';
import { formatCount, formatTime, type TimeMode } from '../../../ui/format.ts';
import { activityOf, factsOf, type ProgressFacts } from '../describe-progress.ts';
import { formatPartitions } from '../partition-ranges.ts';
import type { SessionRequest } from '../session-request.ts';
import type { SessionState } from '../session-state.ts';

/** What can be done where there is nothing to see. */
export type Remedy =
  'resume' | 'read-on' | 'search-all' | 'show-undecodable' | 'clear-filter' | 'all-partitions' | 'newest' | 'follow';

export type Nothing = {
  readonly icon: 'paused' | 'waiting' | 'empty' | 'searching';
  readonly title: string;
  readonly hint: string;
  readonly remedies: ReadonlyArray<Remedy>;
};

/**
 * Why there is no row, and what to do about it. "Nothing there" is said of what was read to its end only: of anything
 * else it is said how much was read, and why not more. Null while there is nothing to say yet.
 */
export function describeNothing(state: SessionState, asked: SessionRequest, mode: TimeMode): Nothing | null {
  const activity = activityOf(state);
  const facts = factsOf(state);
  const isSearch = asked.filter !== null;
  switch (activity.kind) {
    case 'opening':
    case 'failed':
      return null;
    case 'paused':
    case 'stopped': {
      const plain = activity.kind === 'paused' ? t('records.pausedTitle') : t('records.stoppedTitle');
      const title = isSearch ? t('search.noneStopped') : plain;
      return { icon: 'paused', title, hint: soFar(facts), remedies: ['resume'] };
    }
    case 'interrupted': {
      const hint = `${activity.message} ${soFar(facts)}`;
      return { icon: 'waiting', title: t('search.noneInterrupted'), hint, remedies: [] };
    }
    case 'waiting':
    case 'reading':
      if (isSearch && (facts?.read ?? 0) > 0) {
        return { icon: 'searching', title: t('search.noneSearching'), hint: soFar(facts), remedies: [] };
      }
      if (!state.isLive) return null;
      return { icon: 'waiting', title: t('records.waitingTitle'), hint: t('records.waitingHint'), remedies: [] };
    case 'more':
      return { icon: 'searching', title: t('search.nonePartly'), hint: soFar(facts), remedies: ['read-on'] };
    case 'complete':
      return isSearch && facts !== null && facts.read > 0
        ? noMatch(activity.because, facts, asked)
        : noRecords(asked, mode);
  }
}

function soFar(facts: ProgressFacts | null): string {
  if (facts === null) return '';
  const { read, total } = facts;
  if (total === null || String(read) === total.text) return t('search.readSoFar', { read });
  return t('search.readSoFarOf', { read, bound: total.isBound ? '≤ ' : '', total: formatCount(total.text) });
}

function noMatch(because: 'end' | 'count' | 'bytes', facts: ProgressFacts, asked: SessionRequest): Nothing {
  const partitions = t('records.partitionList', {
    count: facts.partitions.length,
    list: formatPartitions(facts.partitions),
  });
  const isWhole = because === 'end';
  const total = facts.total;
  const read = isWhole
    ? t('search.readAll', { read: facts.read, partitions })
    : t('search.readOnlyCount', {
        read: facts.read,
        bound: total?.isBound === true ? '≤ ' : '',
        total: formatCount(total?.text ?? String(facts.read)),
      });
  const undecodable = facts.undecodable > 0 ? ` ${t('search.hintUndecodable', { count: facts.undecodable })}` : '';
  const remedies: Remedy[] = isWhole ? [] : ['read-on'];
  // Looking for the newest matches ends at the beginning only, where all was read.
  const isAll = asked.from.kind === 'beginning' || (asked.from.kind === 'latest' && isWhole);
  if (!isAll) remedies.push('search-all');
  if (facts.undecodable > 0) remedies.push('show-undecodable');
  if ((asked.topics[0]?.partitions.length ?? 0) > 0) remedies.push('all-partitions');
  remedies.push('clear-filter');
  return {
    icon: 'empty',
    title: t(isWhole ? 'search.noneMatch' : 'search.nonePartly'),
    hint: read + undecodable,
    remedies,
  };
}

function noRecords({ from, topics }: SessionRequest, mode: TimeMode): Nothing {
  const partitions = topics[0]?.partitions ?? [];
  const there = { icon: 'empty', title: t('records.nothingHereTitle') } as const;
  if (from.kind === 'offset') {
    const hint = t('records.nothingFromOffset', { offset: formatCount(from.offset) });
    return { ...there, hint, remedies: ['newest', 'follow'] };
  }
  if (from.kind === 'time') {
    const hint = t('records.nothingFromTime', { time: formatTime(from.timestamp, mode) });
    return { ...there, hint, remedies: ['newest', 'follow'] };
  }
  if (from.kind === 'group' || from.kind === 'offsets') {
    return { ...there, hint: t('search.nothingBeyond'), remedies: ['newest', 'follow'] };
  }
  if (partitions.length > 0) {
    const hint = t('records.nothingInPartitions', { count: partitions.length, list: formatPartitions(partitions) });
    return { ...there, hint, remedies: ['all-partitions', 'follow'] };
  }
  const title = topics.length > 1 ? t('search.emptyTopics') : t('records.emptyTitle');
  return { icon: 'empty', title, hint: t('records.emptyHint'), remedies: ['follow'] };
}
