import { Button, PasswordInput, Textarea } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { ClusterDraftInput } from '../../../shared/contract/clusters.ts';
import { t } from '../../app/texts.ts';
import classes from './form.module.css';

type SecretValue = ClusterDraftInput['sasl']['password'];

type Props = {
  readonly label: string;
  readonly value: SecretValue;
  readonly about?: string;
  readonly error?: string | undefined;
  /** A key is many lines and is shown while it is pasted. */
  readonly multiline?: boolean;
  /** Where the label stands above already. */
  readonly isLabelHidden?: boolean;
  onChange(value: SecretValue): void;
};

/** A password or key. A stored one is never shown, only kept or replaced. */
export function SecretField(props: Props) {
  const { label, value, about, error, multiline = false, isLabelHidden = false, onChange } = props;
  const [wasKept] = useState(value.kind === 'keep');
  const id = useId();
  if (value.kind === 'keep') {
    return (
      <div>
        <div className={isLabelHidden ? 'visually-hidden' : classes.label} id={id}>
          {label}
        </div>
        <div className={classes.kept} role="group" aria-labelledby={id}>
          <IconLock size={14} aria-hidden />
          <span className={classes.keptText}>{t('clusters.secretKept')}</span>
          <Button
            variant="subtle"
            aria-label={t('clusters.secretReplaceNamed', { name: label })}
            onClick={() => onChange({ kind: 'none' })}
          >
            {t('clusters.secretReplace')}
          </Button>
        </div>
      </div>
    );
  }
  const text = value.kind === 'set' ? value.value : '';
  const shared = {
    ...(isLabelHidden ? { 'aria-label': label } : { label }),
    value: text,
    error,
    spellCheck: false,
    // Appears in the place of the "Replace" button that was just pressed.
    autoFocus: wasKept && value.kind === 'none',
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      const next = event.currentTarget.value;
      onChange(next === '' ? { kind: 'none' } : { kind: 'set', value: next });
    },
  };
  return (
    <div>
      {multiline ? (
        <Textarea {...shared} placeholder={t('clusters.pemPlaceholder')} rows={4} classNames={{ input: 'mono' }} />
      ) : (
        <PasswordInput {...shared} />
      )}
      {about !== undefined && <p className={classes.about}>{about}</p>}
      {wasKept && (
        <button type="button" className={`link ${classes.undo}`} onClick={() => onChange({ kind: 'keep' })}>
          {t('clusters.secretUndo')}
        </button>
      )}
    </div>
  );
}
