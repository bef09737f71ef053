import { SegmentedControl, Textarea } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import type { PemSource } from '../../../shared/contract/clusters.ts';
import { t } from '../../app/texts.ts';
import classes from './form.module.css';
import { PathField } from './path-field.tsx';

type SourceKind = PemSource['kind'];

type FrameProps = {
  readonly label: string;
  readonly about?: string | undefined;
  readonly noneLabel?: string | undefined;
  readonly kind: SourceKind;
  readonly path: string;
  readonly error?: string | undefined;
  onKind(kind: SourceKind): void;
  onPath(path: string): void;
  /** The field for pasted text. */
  readonly text: ReactNode;
};

/** None, pasted text or a file: the choice, and the field that goes with it. */
export function SourceField({ label, about, noneLabel, kind, path, error, onKind, onPath, text }: FrameProps) {
  const id = useId();
  return (
    <div className={classes.source} role="group" aria-labelledby={id}>
      <div className={classes.sourceHead}>
        <div>
          <div id={id} className={classes.label}>
            {label}
          </div>
          {about !== undefined && <p className={classes.about}>{about}</p>}
        </div>
        <SegmentedControl
          aria-label={t('clusters.sourceOf', { name: label })}
          value={kind}
          data={[
            { value: 'none', label: noneLabel ?? t('clusters.sourceNone') },
            { value: 'text', label: t('clusters.sourceText') },
            { value: 'file', label: t('clusters.sourceFile') },
          ]}
          onChange={(next) => onKind(next === 'text' || next === 'file' ? next : 'none')}
        />
      </div>
      {kind === 'text' && text}
      {kind === 'file' && (
        <PathField
          name={label}
          aria-label={label}
          placeholder={t('clusters.filePath')}
          description={t('clusters.fileAbout')}
          inputWrapperOrder={['input', 'error', 'description']}
          value={path}
          error={error}
          onChange={onPath}
        />
      )}
    </div>
  );
}

type PemProps = {
  readonly label: string;
  readonly about?: string;
  readonly noneLabel?: string;
  readonly value: PemSource;
  readonly error?: string | undefined;
  onChange(value: PemSource): void;
};

/** A certificate: pasted, in a file, or none. */
export function PemField({ label, about, noneLabel, value, error, onChange }: PemProps) {
  return (
    <SourceField
      label={label}
      about={about}
      noneLabel={noneLabel}
      kind={value.kind}
      path={value.kind === 'file' ? value.path : ''}
      error={error}
      onKind={(kind) => onChange(emptySource(kind))}
      onPath={(path) => onChange({ kind: 'file', path })}
      text={
        <Textarea
          aria-label={label}
          placeholder={t('clusters.pemPlaceholder')}
          rows={4}
          classNames={{ input: 'mono' }}
          value={value.kind === 'text' ? value.pem : ''}
          error={error}
          spellCheck={false}
          onChange={(event) => onChange({ kind: 'text', pem: event.currentTarget.value })}
        />
      }
    />
  );
}

function emptySource(kind: SourceKind): PemSource {
  if (kind === 'text') return { kind, pem: '' };
  return kind === 'file' ? { kind, path: '' } : { kind };
}
