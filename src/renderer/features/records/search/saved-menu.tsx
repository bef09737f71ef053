import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconBookmark, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../../app/texts.ts';
import { Hint } from '../../../app/hint.tsx';
import { useTopicLook } from '../../../app/use-topic-look.ts';
import type { ReadOptions } from '../use-read-options.ts';
import { filterText } from './describe-settings.ts';
import { deleteFilter, renameFilter, saveFilter, type SavedFilters as Saved } from './saved-filters.ts';
import type { FilterBarModel } from './use-filter-bar.ts';
import type { Popovers } from './use-popovers.ts';
import classes from './search.module.css';

type SavedProps = { readonly options: ReadOptions; readonly bar: FilterBarModel; readonly popovers: Popovers };

/** The filters kept for this topic by name. */
export function SavedFilters(props: SavedProps) {
  const { popovers } = props;
  const isOpen = popovers.open === 'saved';
  return (
    <Popover
      opened={isOpen}
      onChange={(opened) => popovers.set(opened ? 'saved' : null)}
      position="bottom-end"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <span className={classes.iconSlot}>
          <Hint label={t('search.saved')}>
            <ActionIcon
              size={28}
              aria-label={t('search.saved')}
              aria-expanded={isOpen}
              onClick={() => popovers.set(isOpen ? null : 'saved')}
            >
              <IconBookmark size={16} />
            </ActionIcon>
          </Hint>
        </span>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('search.saved')}>{isOpen ? <SavedForm {...props} /> : null}</Popover.Dropdown>
    </Popover>
  );
}

function SavedForm({ options, bar, popovers }: SavedProps) {
  const [look, change] = useTopicLook(options.clusterId, options.topic);
  const [name, setName] = useState('');
  const { filter } = bar;
  const isTaken = look.filters.some((each) => each.name === name.trim());
  const save = (): void => {
    if (filter === null || name.trim() === '') return;
    change((before) => ({ filters: saveFilter(before.filters, name, filter) }));
    setName('');
  };
  return (
    <div className={classes.saved}>
      {look.filters.length === 0 ? <p className={classes.help}>{t('search.savedNone')}</p> : null}
      <ul className={classes.savedList}>
        {look.filters.map((saved) => (
          <SavedRow
            key={saved.name}
            saved={saved}
            all={look.filters}
            onApply={() => {
              options.setFilter(saved.filter);
              popovers.set(null);
            }}
            onChange={(filters) => change(() => ({ filters }))}
          />
        ))}
      </ul>
      <form
        className={classes.savedNew}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput
          data-autofocus
          aria-label={t('search.savedName')}
          placeholder={t('search.savedName')}
          className={classes.grow}
          maxLength={100}
          value={name}
          disabled={filter === null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" disabled={filter === null || name.trim() === ''}>
          {t(isTaken ? 'search.savedReplace' : 'search.savedSave')}
        </Button>
      </form>
      {filter === null ? <p className={classes.help}>{t('search.savedSaveHint')}</p> : null}
    </div>
  );
}

type RowProps = {
  readonly saved: Saved[number];
  readonly all: Saved;
  readonly onApply: () => void;
  readonly onChange: (filters: Saved) => void;
};

function SavedRow({ saved, all, onApply, onChange }: RowProps) {
  const [renaming, setRenaming] = useState<string | null>(null);
  if (renaming !== null) {
    const renamed = renameFilter(all, saved.name, renaming);
    return (
      <li className={classes.savedRow}>
        <TextInput
          autoFocus
          className={classes.grow}
          aria-label={t('search.savedRename', { name: saved.name })}
          value={renaming}
          error={renamed === null && renaming.trim() !== '' ? t('search.savedTaken') : undefined}
          onChange={(event) => setRenaming(event.currentTarget.value)}
          onBlur={() => setRenaming(null)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.stopPropagation();
            if (event.key === 'Enter' && renamed !== null) onChange(renamed);
            if (event.key === 'Escape' || event.key === 'Enter') setRenaming(null);
          }}
        />
      </li>
    );
  }
  return (
    <li className={classes.savedRow}>
      <button
        type="button"
        className={classes.savedApply}
        aria-label={t('search.savedApply', { name: saved.name })}
        title={filterText(saved.filter)}
        onClick={onApply}
      >
        <span className={classes.savedName}>{saved.name}</span>
        <span className={classes.savedText}>{filterText(saved.filter)}</span>
      </button>
      <ActionIcon aria-label={t('search.savedRename', { name: saved.name })} onClick={() => setRenaming(saved.name)}>
        <IconPencil size={14} />
      </ActionIcon>
      <ActionIcon
        aria-label={t('search.savedDelete', { name: saved.name })}
        onClick={() => onChange(deleteFilter(all, saved.name))}
      >
        <IconTrash size={14} />
      </ActionIcon>
    </li>
  );
}
