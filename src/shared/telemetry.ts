/**
 * Everything that analytics can ever say. The lists are closed: a name that does not stand here cannot be sent, and no
 * event has a place for a text. What the page reports, what the core sends and what the settings page shows are made
 * from these same lists.
 */
import { z } from 'zod';

/** The sentence the user agrees to. A change of what is sent takes a new version, and everybody is asked again. */
export const CONSENT_TEXT = {
  version: 1,
  text: 'Send anonymous usage and error reports',
} as const;

export const SCREENS = ['welcome', 'workspace', 'settings', 'sign-in'] as const;

export const DIALOGS = [
  'new-cluster',
  'edit-cluster',
  'remove-cluster',
  'search-cache',
  'shortcuts',
  'palette',
  'support',
  'other',
] as const;

/** Buttons by the key of their label in the text catalogue; commands without a button by their id. */
export const BUTTONS = [
  'clusters.new',
  'clusters.open',
  'clusters.saveAndOpen',
  'clusters.test',
  'clusters.tryCompatible',
  'clusters.paste',
  'clusters.pasteApply',
  'clusters.removeConfirm',
  'common.cancel',
  'common.close',
  'common.copy',
  'common.retry',
  'common.save',
  'common.reportToSupport',
  'localKafka.open',
  'localKafka.start',
  'localKafka.stop',
  'records.loadMore',
  'records.pause',
  'records.refresh',
  'records.resume',
  'records.stop',
  'results.columns',
  'results.compare',
  'results.copyCsv',
  'results.copyJsonLines',
  'results.follow',
  'results.group',
  'results.histogramNarrow',
  'results.histogramShort',
  'results.readAll',
  'results.save',
  'results.saveStart',
  'results.sql',
  'results.sqlRun',
  'search.add',
  'search.build',
  'search.readAgain',
  'search.readEverything',
  'search.saved',
  'search.savedSave',
  'search.searchNow',
  'shell.home',
  'shell.shortcuts',
  'shell.support',
  'shell.theme',
  'shell.time',
  'tabs.close',
  'tabs.go',
  'topics.refresh',
  'welcome.duplicate',
  'welcome.open',
] as const;

/** How a button was used. */
export const WAYS = ['mouse', 'key', 'palette'] as const;

export const TelemetryEvent = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('screen_shown'), screen: z.enum(SCREENS) }),
  z.strictObject({ name: z.literal('dialog_opened'), dialog: z.enum(DIALOGS) }),
  z.strictObject({ name: z.literal('button_clicked'), button: z.enum(BUTTONS), way: z.enum(WAYS) }),
]);
export type TelemetryEvent = Readonly<z.infer<typeof TelemetryEvent>>;

/** The schema above as a list, for whoever wants to read all of it: each event with all values each parameter can have. */
export function telemetryCatalogue(): ReadonlyArray<{
  readonly name: string;
  readonly params: ReadonlyArray<{ readonly name: string; readonly values: ReadonlyArray<string> }>;
}> {
  return TelemetryEvent.options.map(({ shape }) => {
    const { name, ...params } = shape;
    return {
      name: name.value,
      params: Object.entries(params).map(([param, values]) => ({ name: param, values: values.options })),
    };
  });
}

/**
 * One body of the GA4 Measurement Protocol: the random id of this installation, the refusal of personalised ads, and the
 * events. Nothing else may be added: no user id, no user properties, no address, no place, no device.
 * https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference
 */
export function analyticsBody(installId: string, events: ReadonlyArray<TelemetryEvent>): string {
  return JSON.stringify({
    client_id: installId,
    non_personalized_ads: true,
    consent: { ad_user_data: 'DENIED', ad_personalization: 'DENIED' },
    events: events.map(({ name, ...params }) => ({ name, params })),
  });
}
