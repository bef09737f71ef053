import { ActionIcon } from '@mantine/core';
import { IconColumnInsertRight, IconCopy } from '@tabler/icons-react';
import type { DecodedValue, RecordDetail } from '../../../shared/contract/records.ts';
import { t } from '../../app/texts.ts';
import classes from './records.module.css';

/** Characters of a header shown in the list; copying takes all of it. */
const MAX_SHOWN = 4000;

/** Headers in the order they have in the record; a name may come more than once. */
export function RecordHeaders(props: {
  readonly detail: RecordDetail;
  readonly onCopy: (index: number) => void;
  /** Shows a header as a column of the list; null where there is no list. */
  readonly onColumn: ((name: string) => void) | null;
}) {
  const { onColumn } = props;
  const { headers } = props.detail;
  if (headers.length === 0) return <p className={classes.nothing}>{t('records.noHeaders')}</p>;
  return (
    <div className={classes.scroll}>
      <table className={classes.pairs} aria-label={t('records.headerList')}>
        <thead>
          <tr>
            <th scope="col">{t('records.headerName')}</th>
            <th scope="col">{t('records.headerValue')}</th>
            <th aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {headers.map((header, index) => (
            <tr key={index}>
              <th scope="row" className="mono">
                {header.name}
              </th>
              <td className={classes.headerValue}>
                <HeaderValue value={header.value} />
              </td>
              <td className={classes.pairAction}>
                {onColumn === null ? null : (
                  <ActionIcon
                    aria-label={`${t('results.showAsColumn')}: ${header.name}`}
                    title={t('results.showAsColumn')}
                    onClick={() => onColumn(header.name)}
                  >
                    <IconColumnInsertRight size={14} />
                  </ActionIcon>
                )}
                <ActionIcon
                  aria-label={`${t('records.copyHeader')}: ${header.name}`}
                  title={t('records.copyHeader')}
                  disabled={header.value.format === 'null'}
                  onClick={() => props.onCopy(index)}
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

function HeaderValue({ value }: { readonly value: DecodedValue }) {
  if (value.format === 'null') return <span className={classes.badge}>{t('records.headerNull')}</span>;
  if (value.format === 'empty') return <span className={classes.badge}>{t('records.empty')}</span>;
  const text = value.raw ?? value.text;
  return text.length > MAX_SHOWN || value.cut ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
