import { useMemo } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { formatDeepLink } from '../../../shared/deep-link.ts';
import type { DecodedValue } from '../../../shared/contract/records.ts';
import { useApi } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { useCluster } from '../../app/use-clusters.ts';
import { useCopy } from '../../ui/copy/index.ts';
import { toShownError } from '../../ui/shown-error.ts';
import type { LoadPart } from '../../ui/value-view/index.ts';
import { consoleConsumerCommand, kcatCommand } from './command-texts.ts';
import { recordQuery, type OpenRecord, type RecordName } from './open-record.ts';
import { copyForm, headersJson, recordJson } from './record-json.ts';

type Place = { readonly topic: string; readonly partition: number; readonly offset: string };

/** Everything of a record that can go to the clipboard. What needs the record in full fetches it. */
export type RecordCopy = {
  text(text: string): void;
  value(name: RecordName): void;
  key(name: RecordName): void;
  header(name: RecordName, index: number): void;
  /** All of them, as a JSON list of names and values. */
  headers(name: RecordName): void;
  json(name: RecordName): void;
  /** A link that opens the record in this app, on any computer that has a cluster of this name. */
  link(place: Place): void;
  kcat(place: Place): void;
  consoleConsumer(place: Place): void;
};

export function useRecordCopy(clusterId: string): RecordCopy {
  const api = useApi();
  const queries = useQueryClient();
  const cluster = useCluster(clusterId);
  const { copy, refuse } = useCopy({ copied: t('common.copied'), failed: t('records.copyFailed') });
  return useMemo(() => {
    const signal = new AbortController().signal;
    const reach = {
      bootstrapServers: cluster?.bootstrapServers ?? '',
      protocol: cluster?.protocol ?? 'PLAINTEXT',
    } as const;
    function withRecord(name: RecordName, act: (record: OpenRecord) => Promise<void>): void {
      const work = queries.ensureQueryData(recordQuery(api, name)).then(act);
      work.catch((error: unknown) => refuse(t('records.copyUnread', { message: toShownError(error).message })));
    }
    async function copyPart(value: DecodedValue, load: LoadPart, said: string): Promise<void> {
      const form = await copyForm(value, load, signal);
      if (form.kind === 'null') refuse(t('records.copiedNull'));
      else copy(form.text, form.kind === 'base64' ? t('records.copiedBase64') : said);
    }
    return {
      text: (text) => copy(text),
      value: (name) =>
        withRecord(name, ({ detail, loads }) => copyPart(detail.value, loads.value, t('records.copiedValue'))),
      key: (name) => withRecord(name, ({ detail, loads }) => copyPart(detail.key, loads.key, t('records.copiedKey'))),
      header: (name, index) =>
        withRecord(name, async ({ detail, loads }) => {
          const header = detail.headers[index];
          if (header !== undefined) await copyPart(header.value, loads.header(index), t('records.copiedHeader'));
        }),
      headers: (name) =>
        withRecord(name, async ({ detail, loads }) =>
          copy(await headersJson(detail, loads, signal), t('results.copiedHeaders')),
        ),
      json: (name) =>
        withRecord(name, async ({ detail, loads }) =>
          copy(await recordJson(detail, loads, signal), t('records.copiedJson')),
        ),
      link: (place) => copy(formatDeepLink({ cluster: cluster?.name ?? '', ...place }), t('records.copiedLink')),
      kcat: (place) => copy(kcatCommand(place, reach), t('records.copiedCommand')),
      consoleConsumer: (place) => copy(consoleConsumerCommand(place, reach), t('records.copiedCommand')),
    };
  }, [api, queries, cluster, copy, refuse]);
}
