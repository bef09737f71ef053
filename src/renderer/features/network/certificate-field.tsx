import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import type { PemSource } from '../../../shared/contract/clusters.ts';
import { t } from '../../app/texts.ts';
import { SettingRow } from '../../ui/setting-row.tsx';
import classes from './network.module.css';

type Props = { readonly value: PemSource; onChange(value: PemSource): void };

/** Certificates of the user's own that are trusted beside the system's. */
export function CertificateField({ value, onChange }: Props) {
  return (
    <div className={classes.certificates}>
      <SettingRow title={t('network.ca')} hint={t('network.caAbout')}>
        <SegmentedControl
          aria-label={t('network.ca')}
          value={value.kind}
          data={[
            { value: 'none', label: t('network.caNone') },
            { value: 'text', label: t('network.caText') },
            { value: 'file', label: t('network.caFile') },
          ]}
          onChange={(kind) => onChange(emptySource(kind))}
        />
      </SettingRow>
      {value.kind === 'text' && (
        <Textarea
          aria-label={t('network.caText')}
          placeholder="-----BEGIN CERTIFICATE-----"
          rows={4}
          classNames={{ input: 'mono' }}
          value={value.pem}
          spellCheck={false}
          onChange={(event) => onChange({ kind: 'text', pem: event.currentTarget.value })}
        />
      )}
      {value.kind === 'file' && (
        <TextInput
          aria-label={t('network.caFile')}
          placeholder={t('network.caPath')}
          value={value.path}
          spellCheck={false}
          onChange={(event) => onChange({ kind: 'file', path: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

function emptySource(kind: PemSource['kind']): PemSource {
  if (kind === 'text') return { kind, pem: '' };
  return kind === 'file' ? { kind, path: '' } : { kind };
}
