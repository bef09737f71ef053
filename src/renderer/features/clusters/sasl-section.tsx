import { Select, TextInput } from '@mantine/core';
import { SaslMechanism } from '../../../shared/contract/clusters.ts';
import { t } from '../../app/texts.ts';
import classes from './form.module.css';
import type { SectionProps } from './form-props.ts';
import { SecretField } from './secret-field.tsx';
import { Section } from './section.tsx';

/** User and password. */
export function SaslSection({ draft, errors, change }: SectionProps) {
  const { sasl } = draft;
  return (
    <Section title={t('clusters.sasl')}>
      <div className={classes.triple}>
        <Select
          label={t('clusters.mechanism')}
          data={[...SaslMechanism.options]}
          value={sasl.mechanism}
          onChange={(value) => {
            const mechanism = SaslMechanism.safeParse(value);
            if (mechanism.success) change({ sasl: { ...sasl, mechanism: mechanism.data } });
          }}
        />
        <TextInput
          label={t('clusters.username')}
          value={sasl.username}
          error={errors['sasl.username']}
          spellCheck={false}
          onChange={(event) => change({ sasl: { ...sasl, username: event.currentTarget.value } })}
        />
        <SecretField
          label={t('clusters.password')}
          value={sasl.password}
          error={errors['sasl.password']}
          onChange={(password) => change({ sasl: { ...sasl, password } })}
        />
      </div>
    </Section>
  );
}
