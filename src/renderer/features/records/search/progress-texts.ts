import { t } from '../../../app/texts.ts';
import { formatBytes, formatClock, formatCount, formatDuration, type TimeMode } from '../../../ui/format.ts';
import { shortCounts, shortRate, type Activity, type ProgressFacts } from '../describe-progress.ts';
import { formatPartitions } from '../partition-ranges.ts';
import type { SessionRequest } from '../session-request.ts';

/** "read 12.4 of 80.0 M", "read 500 of ≤ 1,000", "read 500". */
export function readText({ read, total }: Pick<ProgressFacts, 'read' | 'total'>): string {
  if (total === null) return t('search.factRead', { read });
  const bound = total.isBound ? '≤ ' : '';
  const short = shortCounts(read, total.text);
  return short === null
    ? t('search.factReadOf', { read, bound, total: formatCount(total.text) })
    : t('search.factReadOf', { read: short.read, bound, total: short.total });
}

/** The counters in the order in which they matter; what is cut off at the end in a narrow window is in the tooltip. */
export function factTexts(facts: ProgressFacts, isSearch: boolean): string[] {
  const texts = [readText(facts)];
  if (isSearch) texts.push(t('search.factMatched', { count: facts.matched }));
  if (facts.undecodable > 0) texts.push(t('search.factUndecodable', { count: facts.undecodable }));
  if (facts.behind !== '0') texts.push(t('records.behind', { count: formatCount(facts.behind) }));
  texts.push(formatBytes(facts.bytes));
  if (facts.recordsPerSecond !== null) {
    texts.push(t('search.factRate', { rate: shortRate(facts.recordsPerSecond) }));
  }
  if (facts.msLeft !== null) texts.push(t('search.factLeft', { time: formatDuration(facts.msLeft) }));
  texts.push(t('records.partitionList', { count: facts.partitions.length, list: formatPartitions(facts.partitions) }));
  if (facts.dropped !== null) texts.push(t('records.dropped', facts.dropped));
  if (facts.evicted > 0) texts.push(t('records.evicted', { count: facts.evicted }));
  return texts;
}

type Asked = Pick<SessionRequest, 'filter' | 'until' | 'latestPerKey'>;

/** What is going on, or why nothing is. */
export function activityText(
  activity: Activity,
  asked: Asked,
  facts: Pick<ProgressFacts, 'matched'> | null,
  mode: TimeMode,
): string {
  switch (activity.kind) {
    case 'interrupted':
      return t('records.interrupted', { time: formatClock(activity.sinceMs, mode), message: activity.message });
    case 'complete':
      return completeText(activity.because, asked.until);
    case 'reading':
      if (asked.latestPerKey) return t('search.grouping');
      return asked.filter === null ? t('search.reading') : t('search.searching');
    case 'more':
      return asked.filter === null ? t('search.moreRows') : t('search.moreMatches', { count: facts?.matched ?? 0 });
    case 'opening':
    case 'waiting':
    case 'paused':
    case 'stopped':
    case 'failed':
      return t(`records.${activity.kind}`);
  }
}

function completeText(because: 'end' | 'count' | 'bytes', until: SessionRequest['until']): string {
  if (because === 'count' && until.kind === 'count') {
    return t('search.completeCount', { count: t('search.untilCount', { count: until.count }) });
  }
  if (because === 'bytes' && until.kind === 'bytes') {
    return t('search.completeBytes', { bytes: formatBytes(until.bytes) });
  }
  return t('search.completeEnd');
}
