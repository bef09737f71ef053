import { useState } from 'react';
import type { SupportInfo } from '../../../shared/contract/support.ts';
import { PRODUCT } from '../../../shared/product.ts';
import { supportMailto } from '../../../shared/support-mail.ts';
import { ErrorView } from '../../app/error-view.tsx';
import { t } from '../../app/texts.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { Done } from './done.tsx';
import { MailPreview } from './mail-preview.tsx';
import { SmtpForm } from './smtp-form.tsx';
import { FormStep } from './support-form.tsx';
import classes from './support.module.css';
import { useSupport, useSupportInfo } from './use-support.ts';

type Props = {
  /** What failed, or nothing. */
  readonly error: string;
  onClose(): void;
};

/** The form for mail to support, step by step. It lies over everything, also over the dialog that failed. */
export function SupportDialog({ error, onClose }: Props) {
  const { data: info, error: problem, refetch } = useSupportInfo();
  const [isHidden, setHidden] = useState(false);
  return (
    <ModalDialog
      onClose={onClose}
      title={t('support.title')}
      size={680}
      yOffset="6vh"
      isOver
      // Out of the way of its own picture of the window.
      styles={isHidden ? { root: { opacity: 0 } } : {}}
    >
      {info === undefined && problem === null && <p role="status">{t('common.loading')}</p>}
      {problem !== null && info === undefined && (
        <Unreachable problem={problem} report={error} onRetry={() => void refetch()} />
      )}
      {info !== undefined && <Steps info={info} error={error} onHide={setHidden} onClose={onClose} />}
    </ModalDialog>
  );
}

type StepsProps = {
  readonly info: SupportInfo;
  readonly error: string;
  onHide(isHidden: boolean): void;
  onClose(): void;
};

function Steps({ info, error, onHide, onClose }: StepsProps) {
  const support = useSupport(info, error);
  const { step } = support;
  switch (step.kind) {
    case 'form':
      return <FormStep info={info} support={support} onHide={onHide} onClose={onClose} />;
    case 'smtp':
      return <SmtpForm info={info} onClose={support.back} />;
    case 'preview':
      return <MailPreview mail={step.mail} picture={support.form.picture} support={support} />;
    case 'done':
      return <Done mail={step.mail} outcome={step.outcome} onClose={onClose} />;
  }
}

type UnreachableProps = { readonly problem: unknown; readonly report: string; onRetry(): void };

/** The core does not answer: a plain link still works. */
function Unreachable({ problem, report, onRetry }: UnreachableProps) {
  const { url } = supportMailto(`${PRODUCT.name} problem: `, report);
  return (
    <>
      <p className={classes.about}>{t('support.unreachable')}</p>
      <ErrorView error={problem} onRetry={onRetry} size="inline" canReport={false} />
      <p>
        <a className="link" href={url}>
          {t('support.unreachableLink')}
        </a>
      </p>
    </>
  );
}
