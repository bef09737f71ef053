import { Textarea, TextInput } from '@mantine/core';
import { RegistryAuth, type ClusterDraftInput } from '../../../shared/contract/clusters.ts';
import { t } from '../../app/texts.ts';
import { Choice } from './choice.tsx';
import { usesRegistry, usesRegistryTls } from './draft.ts';
import classes from './form.module.css';
import type { SectionProps } from './form-props.ts';
import { KeyField } from './key-field.tsx';
import { PemField } from './pem-field.tsx';
import { SecretField } from './secret-field.tsx';
import { Section } from './section.tsx';

type Registry = ClusterDraftInput['registry'];

type PartProps = {
  readonly registry: Registry;
  readonly errors: SectionProps['errors'];
  set(patch: Partial<Registry>): void;
};

/** Where schemas are read. Without an address there is nothing more to fill in. */
export function RegistrySection({ draft, errors, change }: SectionProps) {
  const { registry } = draft;
  const set = (patch: Partial<Registry>) => change({ registry: { ...registry, ...patch } });
  const part = { registry, errors, set };
  return (
    <Section title={t('clusters.registry')}>
      <Textarea
        label={t('clusters.registryUrls')}
        description={t('clusters.registryUrlsAbout')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder="https://registry.example.com"
        classNames={{ input: 'mono' }}
        value={registry.urls}
        error={errors['registry.urls']}
        autosize
        minRows={1}
        maxRows={4}
        spellCheck={false}
        onChange={(event) => set({ urls: event.currentTarget.value })}
      />
      {usesRegistry(draft) && <RegistryAuthFields {...part} />}
      {usesRegistryTls(draft) && <RegistryTlsFields {...part} />}
    </Section>
  );
}

function RegistryAuthFields({ registry, errors, set }: PartProps) {
  const isOpen = /\bhttp:/i.test(registry.urls);
  return (
    <>
      <Choice
        label={t('clusters.registryAuth')}
        value={registry.auth}
        options={RegistryAuth.options.map((value) => ({ value, label: t(`clusters.registryAuth.${value}`) }))}
        about={registry.auth !== 'none' && isOpen ? t('clusters.registryAuthOpen') : undefined}
        onChange={(auth) => set({ auth })}
      />
      {registry.auth === 'basic' && (
        <div className={classes.pair}>
          <TextInput
            label={t('clusters.registryUsername')}
            value={registry.username}
            error={errors['registry.username']}
            spellCheck={false}
            onChange={(event) => set({ username: event.currentTarget.value })}
          />
          <SecretField
            label={t('clusters.registryPassword')}
            value={registry.password}
            error={errors['registry.password']}
            onChange={(password) => set({ password })}
          />
        </div>
      )}
      {registry.auth === 'bearer' && (
        <SecretField
          label={t('clusters.registryToken')}
          value={registry.token}
          error={errors['registry.token']}
          onChange={(token) => set({ token })}
        />
      )}
    </>
  );
}

function RegistryTlsFields({ registry, errors, set }: PartProps) {
  const { tls } = registry;
  const setTls = (patch: Partial<Registry['tls']>) => set({ tls: { ...tls, ...patch } });
  return (
    <>
      <PemField
        label={t('clusters.registryCa')}
        about={t('clusters.registryCaAbout')}
        noneLabel={t('clusters.caNone')}
        value={tls.ca}
        error={errors['registry.tls.ca'] ?? errors['registry.tls.ca.path']}
        onChange={(ca) => setTls({ ca })}
      />
      <PemField
        label={t('clusters.registryCertificate')}
        value={tls.certificate}
        error={errors['registry.tls.certificate'] ?? errors['registry.tls.certificate.path']}
        onChange={(certificate) => setTls({ certificate })}
      />
      <KeyField
        label={t('clusters.registryKey')}
        value={tls.key}
        error={errors['registry.tls.key'] ?? errors['registry.tls.key.path']}
        onChange={(key) => setTls({ key })}
      />
      {tls.key.kind !== 'none' && (
        <SecretField
          label={t('clusters.registryKeyPassphrase')}
          about={t('clusters.keyPassphraseAbout')}
          value={tls.keyPassphrase}
          error={errors['registry.tls.keyPassphrase']}
          onChange={(keyPassphrase) => setTls({ keyPassphrase })}
        />
      )}
      <TextInput
        label={t('clusters.registryServerName')}
        description={t('clusters.serverNameAbout')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        value={tls.serverName}
        error={errors['registry.tls.serverName']}
        spellCheck={false}
        onChange={(event) => setTls({ serverName: event.currentTarget.value })}
      />
    </>
  );
}
