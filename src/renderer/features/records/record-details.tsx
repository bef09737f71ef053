import { ActionIcon } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import type { RecordDetail } from '../../../shared/contract/records.ts';
import { t } from '../../app/texts.ts';
import { formatBytes, formatTime } from '../../ui/format.ts';
import classes from './records.module.css';

/** Where, when and how the record is: every fact can be copied. */
export function RecordDetails(props: { readonly detail: RecordDetail; readonly onCopy: (text: string) => void }) {
  const { detail } = props;
  return (
    <div className={classes.scroll}>
      <table className={classes.pairs} aria-label={t('records.tabDetails')}>
        <tbody>
          {factsOf(detail).map(([label, text]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="mono">{text}</td>
              <td className={classes.pairAction}>
                <ActionIcon
                  aria-label={t('records.copyPart', { part: label })}
                  title={t('common.copy')}
                  onClick={() => props.onCopy(text)}
                >
                  <IconCopy size={14} />
                </ActionIcon>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function factsOf(detail: RecordDetail): ReadonlyArray<readonly [string, string]> {
  const types = { create: t('records.typeCreate'), append: t('records.typeAppend'), unknown: t('records.typeUnknown') };
  return [
    [t('records.topic'), detail.topic],
    [t('records.partition'), String(detail.partition)],
    [t('records.offset'), detail.offset],
    [t('records.timestampLocal'), formatTime(detail.timestamp, 'local')],
    [t('records.timestampUtc'), formatTime(detail.timestamp, 'utc')],
    [t('records.timestampEpoch'), String(detail.timestamp)],
    [t('records.timestampType'), types[detail.timestampType]],
    [t('records.keySize'), sizeText(detail.key.size)],
    [t('records.valueSize'), sizeText(detail.value.size)],
    [t('records.keyShown'), `${detail.key.format} · ${detail.key.reason}`],
    [t('records.valueShown'), `${detail.value.format} · ${detail.value.reason}`],
  ];
}

function sizeText(bytes: number): string {
  return t('records.sizeExact', { text: formatBytes(bytes), bytes });
}
