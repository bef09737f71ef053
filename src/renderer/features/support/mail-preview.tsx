import { Button } from '@mantine/core';
import type { SupportForm, SupportMail } from '../../../shared/contract/support.ts';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { useCopy } from '../../ui/copy/index.ts';
import { formatBytes } from '../../ui/format.ts';
import { pictureUrl } from './picture-field.tsx';
import classes from './support.module.css';
import type { useSupport } from './use-support.ts';

type Props = {
  readonly mail: SupportMail;
  readonly picture: SupportForm['picture'];
  readonly support: ReturnType<typeof useSupport>;
};

/** The mail as it leaves: head, text, and all of every attachment. */
export function MailPreview({ mail, picture, support }: Props) {
  const { copy } = useCopy({ copied: t('support.copied'), failed: t('support.copyFailed') });
  return (
    <section className={classes.form} aria-label={t('support.previewTitle')}>
      <p className={classes.about}>{t('support.previewAbout', { bytes: formatBytes(mail.bytes) })}</p>
      <div>
        <div className={classes.label}>{t('support.headers')}</div>
        <pre className={classes.text} tabIndex={0} aria-label={t('support.headers')}>
          {mail.headers.replaceAll('\r\n', '\n')}
        </pre>
      </div>
      <div>
        <div className={classes.label}>{t('support.body')}</div>
        <pre className={classes.text} tabIndex={0} aria-label={t('support.body')}>
          {mail.text}
        </pre>
      </div>
      <Attachments mail={mail} picture={picture} />
      {support.error !== null && <ErrorView error={support.error} size="inline" canReport={false} />}
      <div className={classes.buttons}>
        <Button onClick={() => copy(mail.text)}>{t('support.copyText')}</Button>
        <span className={classes.kept} />
        <Button onClick={support.back}>{t('support.back')}</Button>
        <Button variant="filled" data-autofocus loading={support.isBusy} onClick={() => support.send(mail)}>
          {t(`support.do.${mail.way}`)}
        </Button>
      </div>
    </section>
  );
}

function Attachments({ mail, picture }: Pick<Props, 'mail' | 'picture'>) {
  const { attachments } = mail;
  if (attachments.length === 0) return <p className={classes.small}>{t('support.noAttachments')}</p>;
  return (
    <div role="group" aria-label={t('support.attachments', { count: attachments.length })}>
      <div className={classes.label}>{t('support.attachments', { count: attachments.length })}</div>
      {mail.way === 'mailto' && <p className={classes.small}>{t('support.byHand')}</p>}
      {attachments.map(({ name, type, bytes, text }) => (
        <details key={name} className={classes.attachment} open={text === null}>
          <summary>
            <span className="mono">{name}</span> · {type} · {formatBytes(bytes)}
          </summary>
          {text !== null && (
            <pre className={classes.log} tabIndex={0} aria-label={name}>
              {text}
            </pre>
          )}
          {text === null && picture !== null && (
            <img className={classes.thumbnail} src={pictureUrl(picture)} alt={t('support.pictureAlt')} />
          )}
        </details>
      ))}
    </div>
  );
}
