import type { ClusterDraftInput } from '../../../shared/contract/clusters.ts';
import { SourceField } from './pem-field.tsx';
import { SecretField } from './secret-field.tsx';

type KeyValue = ClusterDraftInput['tls']['key'];

type Props = {
  readonly label: string;
  readonly value: KeyValue;
  readonly error?: string | undefined;
  onChange(value: KeyValue): void;
};

/** The client's private key; pasted text is a secret like a password. */
export function KeyField({ label, value, error, onChange }: Props) {
  return (
    <SourceField
      label={label}
      kind={value.kind}
      path={value.kind === 'file' ? value.path : ''}
      error={error}
      onKind={(kind) => onChange(emptyKey(kind))}
      onPath={(path) => onChange({ kind: 'file', path })}
      text={
        <SecretField
          multiline
          isLabelHidden
          label={label}
          value={value.kind === 'text' ? value.pem : { kind: 'none' }}
          error={error}
          onChange={(pem) => onChange({ kind: 'text', pem })}
        />
      }
    />
  );
}

function emptyKey(kind: KeyValue['kind']): KeyValue {
  if (kind === 'text') return { kind, pem: { kind: 'none' } };
  return kind === 'file' ? { kind, path: '' } : { kind };
}
