import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { SupportDraft } from '../../../shared/contract/support.ts';
import { usePreferences } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { formatTime } from '../../ui/format.ts';
import classes from './support.module.css';

type Props = {
  readonly drafts: ReadonlyArray<SupportDraft>;
  /** The one in the form. */
  readonly openId: string | null;
  onOpen(draft: SupportDraft): void;
  onDelete(id: string): void;
};

const NAME_LIMIT = 60;

/** Mails that were begun and not sent. */
export function Drafts({ drafts, openId, onOpen, onDelete }: Props) {
  const time = usePreferences((preferences) => preferences.time);
  const others = drafts.filter(({ id }) => id !== openId);
  if (others.length === 0) return null;
  return (
    <section className={classes.drafts} aria-label={t('support.drafts')}>
      <div className={classes.label}>{t('support.drafts')}</div>
      <ul>
        {others.map((draft) => {
          const name = nameOf(draft);
          return (
            <li key={draft.id}>
              <button
                type="button"
                className={`link ${classes.draft}`}
                aria-label={t('support.draftOpen', { name })}
                onClick={() => onOpen(draft)}
              >
                {t('support.draftOf', { message: name, time: formatTime(draft.savedAt, time).slice(0, 16) })}
              </button>
              <ActionIcon size="sm" aria-label={t('support.draftDelete', { name })} onClick={() => onDelete(draft.id)}>
                <IconTrash size={14} stroke={1.7} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function nameOf({ message, error }: SupportDraft): string {
  const [first = ''] = (message.trim() === '' ? error : message).trim().split('\n', 1);
  if (first === '') return t('support.draftEmpty');
  return first.length > NAME_LIMIT ? `${first.slice(0, NAME_LIMIT)}…` : first;
}
