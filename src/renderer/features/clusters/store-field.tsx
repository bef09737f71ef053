import type { ClusterDraftInput } from '../../../shared/contract/clusters.ts';
import { t } from '../../app/texts.ts';
import classes from './form.module.css';
import { PathField } from './path-field.tsx';
import { SecretField } from './secret-field.tsx';

type StoreValue = ClusterDraftInput['tls']['truststore'];

type Props = {
  readonly label: string;
  readonly about: string;
  readonly value: StoreValue;
  readonly error?: string | undefined;
  onChange(value: StoreValue): void;
};

/** A Java key store: where it is and what opens it. An empty path is none. */
export function StoreField({ label, about, value, error, onChange }: Props) {
  const password = value.kind === 'file' ? value.password : ({ kind: 'none' } as const);
  const path = value.kind === 'file' ? value.path : '';
  return (
    <div className={classes.pair}>
      <PathField
        name={label}
        label={label}
        description={about}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder={t('clusters.storePath')}
        value={path}
        error={error}
        onChange={(next) => onChange(next === '' ? { kind: 'none' } : { kind: 'file', path: next, password })}
      />
      <SecretField
        key={value.kind}
        label={t('clusters.storePassword', { store: label })}
        value={password}
        onChange={(next) => onChange({ kind: 'file', path, password: next })}
      />
    </div>
  );
}
