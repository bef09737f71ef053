import { Button } from '@mantine/core';
import type { SupportMail, SupportOutcome } from '../../../shared/contract/support.ts';
import { PRODUCT } from '../../../shared/product.ts';
import { t } from '../../app/texts.ts';
import { useCopy } from '../../ui/copy/index.ts';
import classes from './support.module.css';

type Props = { readonly mail: SupportMail; readonly outcome: SupportOutcome; onClose(): void };

/** What became of the mail, and what is still to be done by hand. */
export function Done({ mail, outcome, onClose }: Props) {
  const { copy } = useCopy({ copied: t('support.copied'), failed: t('support.copyFailed') });
  const values = { email: PRODUCT.supportEmail, answer: outcome.kind === 'sent' ? outcome.answer : '' };
  return (
    <section className={classes.form} aria-label={t('support.doneTitle')}>
      <p role="status">{t(`support.done.${outcome.kind}`, values)}</p>
      {outcome.kind === 'draft-opened' && <p className={classes.small}>{t('support.file', { file: outcome.file })}</p>}
      {outcome.kind === 'mailto' && outcome.files.length > 0 && (
        <>
          <p>{t('support.done.mailtoFiles')}</p>
          <ul className={classes.files}>
            {outcome.files.map((file) => (
              <li key={file} className="mono">
                {file}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className={classes.buttons}>
        {outcome.kind !== 'sent' && <Button onClick={() => copy(mail.text)}>{t('support.copyText')}</Button>}
        <span className={classes.kept} />
        <Button variant="filled" data-autofocus autoFocus onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </section>
  );
}
