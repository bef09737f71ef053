/**
 * The one text catalogue: every sentence the page shows, by key, so that another language is another set of files.
 * A section per feature lives in texts/; keys are `section.name`.
 */
import { formatCount } from '../ui/format.ts';
import { accountTexts } from './texts/account.ts';
import { clusterTexts } from './texts/clusters.ts';
import { commonTexts } from './texts/common.ts';
import { linksTexts } from './texts/links.ts';
import { localKafkaTexts } from './texts/local-kafka.ts';
import { networkTexts } from './texts/network.ts';
import { privacyTexts } from './texts/privacy.ts';
import { logTexts } from './texts/log.ts';
import { passwordsTexts } from './texts/passwords.ts';
import { recordsTexts } from './texts/records.ts';
import { searchCacheTexts } from './texts/search-cache.ts';
import { resultsTexts } from './texts/results.ts';
import { searchTexts } from './texts/search.ts';
import { settingsTexts } from './texts/settings.ts';
import { shellTexts } from './texts/shell.ts';
import { shortcutTexts } from './texts/shortcuts.ts';
import { supportTexts } from './texts/support.ts';
import { telemetryTexts } from './texts/telemetry.ts';
import { topicsTexts } from './texts/topics.ts';
import { updatesTexts } from './texts/updates.ts';
import { transferTexts } from './texts/transfer.ts';
import { welcomeTexts } from './texts/welcome.ts';

const TEXTS = {
  ...commonTexts,
  ...shellTexts,
  ...settingsTexts,
  ...linksTexts,
  ...privacyTexts,
  ...updatesTexts,
  ...welcomeTexts,
  ...accountTexts,
  ...clusterTexts,
  ...localKafkaTexts,
  ...shortcutTexts,
  ...supportTexts,
  ...telemetryTexts,
  ...topicsTexts,
  ...recordsTexts,
  ...searchCacheTexts,
  ...networkTexts,
  ...resultsTexts,
  ...searchTexts,
  ...passwordsTexts,
  ...logTexts,
  ...transferTexts,
};
export type TextKey = keyof typeof TEXTS;

/**
 * The text of a key. `{name}` becomes the value given, numbers with separators; `{count:record:records}` becomes the
 * first word where the value is 1 and the second otherwise.
 */
export function t(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  const text: string = TEXTS[key];
  return text.replace(/\{(\w+)(?::([^:}]*):([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one !== undefined && many !== undefined) return value === 1 ? one : many;
    return typeof value === 'number' ? formatCount(value) : value;
  });
}
