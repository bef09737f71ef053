import { Button, CloseButton } from '@mantine/core';
import type { LogLine } from '../../../shared/contract/log.ts';
import { t } from '../../app/texts.ts';
import { prettyLine } from './details-of.ts';
import classes from './log.module.css';

type Props = { readonly line: LogLine; onClose(): void; onCopy(): void };

/** One line in full. */
export function LogLineDetails({ line, onClose, onCopy }: Props) {
  return (
    <section className={classes.details} aria-label={t('log.details')}>
      <header className={classes.detailsHead}>
        <span className={classes.detailsTitle}>{line.event}</span>
        <Button size="compact-xs" onClick={onCopy}>
          {t('common.copy')}
        </Button>
        <CloseButton size="sm" aria-label={t('common.close')} onClick={onClose} />
      </header>
      <pre className={classes.full} tabIndex={0}>
        {prettyLine(line)}
      </pre>
    </section>
  );
}
