import { Checkbox, TextInput } from '@mantine/core';
import { ClusterMode } from '../../../shared/contract/clusters.ts';
import { t } from '../../app/texts.ts';
import { Choice } from './choice.tsx';
import { ColorField } from './color-field.tsx';
import classes from './form.module.css';
import type { SectionProps } from './form-props.ts';

const MODES = ['normal', 'read-only', 'production'] as const satisfies ReadonlyArray<ClusterMode>;

/** What the cluster is called and how it is marked. */
export function GeneralSection({ draft, errors, change }: SectionProps) {
  return (
    <div className={classes.fields}>
      <div className={classes.pair}>
        <TextInput
          label={t('clusters.name')}
          placeholder={t('clusters.namePlaceholder')}
          value={draft.name}
          error={errors['name']}
          data-autofocus
          maxLength={100}
          spellCheck={false}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <ColorField value={draft.color} onChange={(color) => change({ color })} />
      </div>
      <Choice
        label={t('clusters.mode')}
        value={draft.mode}
        options={MODES.map((mode) => ({ value: mode, label: t(`clusters.mode.${mode}`) }))}
        about={t(`clusters.modeAbout.${draft.mode}`)}
        onChange={(mode) => change({ mode })}
      />
      <Checkbox
        label={t('clusters.neverStore')}
        description={t('clusters.neverStoreAbout')}
        checked={draft.neverStore}
        onChange={(event) => change({ neverStore: event.currentTarget.checked })}
      />
    </div>
  );
}
