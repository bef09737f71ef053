import { z } from 'zod';
import { Offset, PartitionId, TopicName } from './contract/meta.ts';
import { PRODUCT } from './product.ts';

/** Where a link leads: a cluster by its name (or id), and what to show of it. */
export const DeepLink = z.strictObject({
  cluster: z.string().min(1).max(100),
  topic: TopicName.nullable(),
  partition: PartitionId.nullable(),
  offset: Offset.nullable(),
});
export type DeepLink = Readonly<z.infer<typeof DeepLink>>;

const MAX_LENGTH = 1_024;
/** The largest offset Kafka can have: 2^63 - 1. */
const MAX_OFFSET = 9_223_372_036_854_775_807n;
const SHAPE = new RegExp(`^${PRODUCT.linkScheme}://([^/]+)(?:/([^/]+)(?:/([^/]+)(?:/([^/]+))?)?)?/?$`, 'i');
const WHOLE_NUMBER = /^(0|[1-9]\d{0,18})$/;

/**
 * The target of `conduktor://cluster/topic/partition/offset`, or null where the text is anything else. A link comes from
 * anywhere (a web page, a mail): what is not exactly a target is refused whole, never repaired.
 */
export function parseDeepLink(text: string): DeepLink | null {
  // Only what an address may be written with, so that no reader of it can see something else than we do; `?`, `#`, `@`
  // and `\` are where parsers disagree.
  if (text.length > MAX_LENGTH || !/^[!-~]+$/.test(text) || /[?#@\\]/.test(text)) return null;
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const [, cluster, topic, partition, offset] = match.map((part: string | undefined) =>
    part === undefined ? null : decodeOnce(part),
  );
  if (cluster === undefined || cluster === null || !isPlainName(cluster)) return null;
  const isWritten = (part: string | null | undefined, at: number) => part !== null || match[at] === undefined;
  if (!isWritten(topic, 2) || !isWritten(partition, 3) || !isWritten(offset, 4)) return null;
  for (const number of [partition, offset]) {
    if (typeof number === 'string' && (!WHOLE_NUMBER.test(number) || BigInt(number) > MAX_OFFSET)) return null;
  }
  const link = { cluster, topic, partition: typeof partition === 'string' ? Number(partition) : null, offset };
  const parsed = DeepLink.safeParse(link);
  return parsed.success ? parsed.data : null;
}

/** The link that leads there. */
export function formatDeepLink({ cluster, topic, partition, offset }: DeepLink): string {
  const parts = [cluster, topic, partition, offset];
  const end = parts.indexOf(null);
  const path = (end < 0 ? parts : parts.slice(0, end)).map((part) => encodeURIComponent(String(part)));
  return `${PRODUCT.linkScheme}://${path.join('/')}`;
}

/** A name as people read it: no control, format or bidirectional characters, no blank ends, not a lone surrogate. */
function isPlainName(name: string): boolean {
  return name.trim() === name && !/\p{C}|\p{Zl}|\p{Zp}/u.test(name);
}

function decodeOnce(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
