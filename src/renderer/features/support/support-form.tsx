import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { SUPPORT_TOPICS, type SupportInfo } from '../../../shared/contract/support.ts';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { Drafts } from './drafts.tsx';
import { PictureField } from './picture-field.tsx';
import classes from './support.module.css';
import type { useSupport } from './use-support.ts';

type Props = {
  readonly info: SupportInfo;
  readonly support: ReturnType<typeof useSupport>;
  onHide(isHidden: boolean): void;
  onClose(): void;
};

/** What the user says and what goes along. */
export function FormStep({ info, support, onHide, onClose }: Props) {
  const { form, change } = support;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        support.prepare();
      }}
    >
      <p className={classes.about}>{t('support.about', { email: info.recipient })}</p>
      <Drafts drafts={info.drafts} openId={support.draftId} onOpen={support.openDraft} onDelete={support.deleteDraft} />
      <NativeSelect
        size="xs"
        className={classes.short ?? ''}
        label={t('support.topic')}
        value={form.topic}
        data={SUPPORT_TOPICS.map((topic) => ({ value: topic, label: t(`support.topic.${topic}`) }))}
        onChange={(event) => {
          const topic = SUPPORT_TOPICS.find((each) => each === event.currentTarget.value);
          if (topic !== undefined) change({ topic });
        }}
      />
      <Textarea
        label={t('support.message')}
        placeholder={t('support.messagePlaceholder')}
        value={form.message}
        rows={6}
        maxLength={20_000}
        data-autofocus
        // The form comes after the dialog: its own trap has looked for this in vain.
        autoFocus
        onChange={(event) => change({ message: event.currentTarget.value })}
      />
      {form.error !== '' && (
        <div className={classes.failed} role="group" aria-label={t('support.error')}>
          <div className={classes.failedHead}>
            <span className={classes.label}>{t('support.error')}</span>
            <Button size="compact-xs" onClick={() => change({ error: '' })}>
              {t('support.errorRemove')}
            </Button>
          </div>
          <pre className={classes.text} tabIndex={0} aria-label={t('support.error')}>
            {form.error}
          </pre>
        </div>
      )}
      <TextInput
        label={t('support.contact')}
        description={t('support.contactAbout')}
        type="email"
        value={form.contact}
        spellCheck={false}
        onChange={(event) => change({ contact: event.currentTarget.value.trim() })}
      />
      <Checkbox
        size="xs"
        label={t('support.log')}
        description={t('support.logAbout')}
        checked={form.attachLog}
        onChange={(event) => change({ attachLog: event.currentTarget.checked })}
      />
      <PictureField
        picture={form.picture}
        canCapture={info.canCapture}
        onHide={onHide}
        onChange={(picture) => change({ picture })}
      />
      <dl className={classes.facts} aria-label={t('support.facts')}>
        {info.facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Way info={info} support={support} />
      {support.error !== null && <ErrorView error={support.error} size="inline" canReport={false} />}
      <div className={classes.buttons}>
        <div className={classes.kept}>
          <span role="status">{support.isKept && t('support.draftKept')}</span>{' '}
          {support.isKept && (
            <button type="button" className="link" onClick={support.discard}>
              {t('support.draftDiscard')}
            </button>
          )}
        </div>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" variant="filled" loading={support.isBusy}>
          {t('support.preview')}
        </Button>
      </div>
    </form>
  );
}

function Way({ info, support }: Pick<Props, 'info' | 'support'>) {
  return (
    <div className={classes.way}>
      <NativeSelect
        size="xs"
        className={classes.wide ?? ''}
        label={t('support.way')}
        value={support.way}
        data={info.ways.map((way) => ({ value: way, label: t(`support.way.${way}`, { host: info.smtp?.host ?? '' }) }))}
        onChange={(event) => {
          const way = info.ways.find((each) => each === event.currentTarget.value);
          if (way !== undefined) support.setWay(way);
        }}
      />
      <Button onClick={() => support.setStep({ kind: 'smtp' })}>{t('support.smtp')}</Button>
    </div>
  );
}
