import { Menu } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { t } from '../../../app/texts.ts';
import { filterText } from './describe-settings.ts';
import { lineOf } from './filter-draft.ts';
import { negated } from './filter-tree.ts';
import type { FilterBarModel } from './use-filter-bar.ts';
import classes from './search.module.css';

/** The conditions that stand beside the line, and how they go together. */
export function FilterChips({ bar }: { readonly bar: FilterBarModel }) {
  const { draft, editNow, edit } = bar;
  const { parts } = draft;
  const isJoined = parts.length > 1 || bar.draft.line.texts[bar.draft.line.mode].trim() !== '';
  const remove = (index: number): void =>
    editNow((before) => ({ ...before, parts: before.parts.filter((_, each) => each !== index) }));
  return (
    <div role="group" aria-label={t('search.chips')} className={classes.chips}>
      {parts.map((part, index) => {
        const text = filterText(part);
        const inner = part.kind === 'not' ? part.filter : part;
        const line = part.kind === 'not' ? null : lineOf(inner, draft.line);
        return (
          <div key={`${index} ${text}`} className={classes.chipAndJoin}>
            {index > 0 ? <JoinButton bar={bar} /> : null}
            <span className={classes.chip} data-not={part.kind === 'not' || undefined}>
              <Menu position="bottom-start">
                <Menu.Target>
                  <button
                    type="button"
                    className={classes.chipText}
                    title={text}
                    aria-label={t('search.chip', { filter: text })}
                  >
                    {text}
                  </button>
                </Menu.Target>
                <Menu.Dropdown>
                  {line === null ? null : (
                    <Menu.Item
                      onClick={() =>
                        edit((before) => ({
                          ...before,
                          parts: before.parts.filter((_, each) => each !== index),
                          line,
                        }))
                      }
                    >
                      {t('search.chipEdit')}
                    </Menu.Item>
                  )}
                  <Menu.Item
                    onClick={() =>
                      editNow((before) => ({
                        ...before,
                        parts: before.parts.map((each, at) => (at === index ? negated(each) : each)),
                      }))
                    }
                  >
                    {t('search.chipNegate')}
                  </Menu.Item>
                  <Menu.Item onClick={() => remove(index)}>{t('search.chipDelete')}</Menu.Item>
                </Menu.Dropdown>
              </Menu>
              <button
                type="button"
                className={classes.chipRemove}
                aria-label={t('search.chipRemove', { filter: text })}
                onClick={() => remove(index)}
              >
                <IconX size={12} />
              </button>
            </span>
          </div>
        );
      })}
      {isJoined && parts.length === 1 ? <JoinButton bar={bar} /> : null}
    </div>
  );
}

function JoinButton({ bar }: { readonly bar: FilterBarModel }) {
  const { join } = bar.draft;
  return (
    <button
      type="button"
      className={classes.join}
      title={t('search.joinSwitch')}
      onClick={() => bar.editNow((before) => ({ ...before, join: before.join === 'all' ? 'any' : 'all' }))}
    >
      {t(join === 'all' ? 'search.and' : 'search.or')}
    </button>
  );
}
