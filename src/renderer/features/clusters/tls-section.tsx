import { TextInput } from '@mantine/core';
import type { ClusterDraftInput } from '../../../shared/contract/clusters.ts';
import { t } from '../../app/texts.ts';
import { Choice } from './choice.tsx';
import type { SectionProps } from './form-props.ts';
import { KeyField } from './key-field.tsx';
import { PemField } from './pem-field.tsx';
import { SecretField } from './secret-field.tsx';
import { Section } from './section.tsx';
import { StoreField } from './store-field.tsx';

/** Certificates: as PEM or in Java key stores. */
export function TlsSection({ draft, errors, change }: SectionProps) {
  const { tls } = draft;
  function set(patch: Partial<ClusterDraftInput['tls']>): void {
    change({ tls: { ...tls, ...patch } });
  }
  return (
    <Section title={t('clusters.tls')}>
      <Choice
        label={t('clusters.tlsFrom')}
        value={tls.tlsFrom}
        options={(['pem', 'store'] as const).map((value) => ({ value, label: t(`clusters.tlsFrom.${value}`) }))}
        onChange={(tlsFrom) => set({ tlsFrom })}
      />
      {tls.tlsFrom === 'pem' ? (
        <>
          <PemField
            label={t('clusters.ca')}
            about={t('clusters.caAbout')}
            noneLabel={t('clusters.caNone')}
            value={tls.ca}
            error={errors['tls.ca'] ?? errors['tls.ca.path']}
            onChange={(ca) => set({ ca })}
          />
          <PemField
            label={t('clusters.certificate')}
            value={tls.certificate}
            error={errors['tls.certificate'] ?? errors['tls.certificate.path']}
            onChange={(certificate) => set({ certificate })}
          />
          <KeyField
            label={t('clusters.key')}
            value={tls.key}
            error={errors['tls.key'] ?? errors['tls.key.path']}
            onChange={(key) => set({ key })}
          />
          {tls.key.kind !== 'none' && (
            <SecretField
              label={t('clusters.keyPassphrase')}
              about={t('clusters.keyPassphraseAbout')}
              value={tls.keyPassphrase}
              error={errors['tls.keyPassphrase']}
              onChange={(keyPassphrase) => set({ keyPassphrase })}
            />
          )}
        </>
      ) : (
        <>
          <StoreField
            label={t('clusters.truststore')}
            about={t('clusters.truststoreAbout')}
            value={tls.truststore}
            error={errors['tls.truststore'] ?? errors['tls.truststore.path']}
            onChange={(truststore) => set({ truststore })}
          />
          <StoreField
            label={t('clusters.keystore')}
            about={t('clusters.keystoreAbout')}
            value={tls.keystore}
            error={errors['tls.keystore'] ?? errors['tls.keystore.path']}
            onChange={(keystore) => set({ keystore })}
          />
        </>
      )}
      <TextInput
        label={t('clusters.serverName')}
        description={t('clusters.serverNameAbout')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        value={tls.serverName}
        error={errors['tls.serverName']}
        spellCheck={false}
        onChange={(event) => set({ serverName: event.currentTarget.value })}
      />
    </Section>
  );
}
