import { ActionIcon, Button, Menu, Select } from '@mantine/core';
import { IconChevronDown, IconFilter, IconPlus, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import type { FilterPlace } from '../../../../shared/contract/filters.ts';
import { Hint } from '../../../app/hint.tsx';
import { t } from '../../../app/texts.ts';
import type { RowList } from '../row-list.ts';
import type { ReadOptions } from '../use-read-options.ts';
import { FilterBuilder } from './filter-builder.tsx';
import { FilterChips } from './filter-chips.tsx';
import {
  FILTER_MODES,
  hasQuick,
  keepLine,
  lineText,
  looksLikeExpression,
  QUICK_FILTERS,
  toggleQuick,
  withText,
  type FilterMode,
} from './filter-draft.ts';
import { FilterLineInput } from './filter-line.tsx';
import { FilterProblems } from './filter-problems.tsx';
import { SavedFilters } from './saved-menu.tsx';
import { useFilterBar, type FilterBarModel } from './use-filter-bar.ts';
import type { Popovers } from './use-popovers.ts';
import classes from './search.module.css';

const PLACES: ReadonlyArray<FilterPlace> = ['any', 'key', 'value', 'headers'];

type BarProps = {
  readonly options: ReadOptions;
  readonly popovers: Popovers;
  /** The rows on screen, for the names of their fields. */
  readonly getRows: () => RowList;
};

/** Which records: one line that is always there, chips for more conditions, and what is wrong under it. */
export const FilterBar = memo(function FilterBar({ options, popovers, getRows }: BarProps) {
  const bar = useFilterBar(options);
  const { draft, check, isApplied } = bar;
  const { line } = draft;
  const isEmpty = bar.filter === null && options.settings.filter === null;
  return (
    <search className={classes.bar} aria-label={t('search.bar')}>
      <div className={classes.barRow}>
        <ModeSelect bar={bar} />
        {line.mode === 'words' ? (
          <Select
            aria-label={t('search.place')}
            className={classes.place}
            data={PLACES.map((place) => ({ value: place, label: t(`search.place-${place}`) }))}
            value={line.place}
            onChange={(place) => bar.editLineNow({ place: (place ?? 'any') as FilterPlace })}
          />
        ) : null}
        <FilterLineInput bar={bar} getRows={getRows} />
        {isApplied ? null : (
          <Button variant="filled" className={classes.searchButton} onClick={bar.submit}>
            {t('search.searchNow')}
          </Button>
        )}
        <Quick bar={bar} />
        <AddMenu bar={bar} popovers={popovers} />
        <FilterBuilder bar={bar} popovers={popovers} />
        <SavedFilters options={options} bar={bar} popovers={popovers} />
        {isEmpty ? null : (
          <Hint label={t('search.clear')}>
            <ActionIcon size={28} aria-label={t('search.clear')} onClick={bar.clearAll}>
              <IconX size={16} />
            </ActionIcon>
          </Hint>
        )}
      </div>
      {draft.parts.length > 0 ? <FilterChips bar={bar} /> : null}
      {line.mode === 'words' && check.problems.length === 0 && looksLikeExpression(lineText(line)) ? (
        <p className={classes.suggestion}>
          {t('search.tryExpression')}{' '}
          <button type="button" className="link" onClick={() => bar.editNow((before) => asExpression(before))}>
            {t('search.tryExpressionDo')}
          </button>
        </p>
      ) : null}
      {line.mode === 'javascript' ? <JavaScriptHelp bar={bar} /> : null}
      <FilterProblems draft={draft} check={check} />
    </search>
  );
});

const EXAMPLE = `// Orders over 100 from the EU
if (record.headers.source !== 'eu') return false;
return record.value?.order?.total > 100;`;

function JavaScriptHelp({ bar }: { readonly bar: FilterBarModel }) {
  return (
    <p className={classes.jsHelp}>
      <span>{t('search.jsHelp')}</span>
      <span>{t('search.jsFields')}</span>
      <span>{t('search.jsRun')}</span>
      {lineText(bar.draft.line).trim() === '' ? (
        <button type="button" className="link" onClick={() => bar.setText(EXAMPLE)}>
          {t('search.jsExample')}
        </button>
      ) : null}
    </p>
  );
}

function asExpression(draft: FilterBarModel['draft']): FilterBarModel['draft'] {
  const text = lineText(draft.line);
  return { ...draft, line: withText({ ...withText(draft.line, ''), mode: 'expression' }, text) };
}

function ModeSelect({ bar }: { readonly bar: FilterBarModel }) {
  return (
    <Select
      aria-label={t('search.mode')}
      className={classes.mode}
      leftSection={<IconFilter size={14} />}
      leftSectionWidth={26}
      data={FILTER_MODES.map((mode) => ({ value: mode, label: t(`search.mode-${mode}`) }))}
      value={bar.draft.line.mode}
      onChange={(mode) => bar.editLine({ mode: (mode ?? 'words') as FilterMode })}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
    />
  );
}

/** Where there is room, what no text can say is one click away; else it is in the menu beside. */
function Quick({ bar }: { readonly bar: FilterBarModel }) {
  return (
    <div role="group" aria-label={t('search.quick')} className={classes.quickChips}>
      {QUICK_FILTERS.filter((what) => what !== 'empty-value').map((what) => (
        <button
          key={what}
          type="button"
          className={classes.quickChip}
          aria-pressed={hasQuick(bar.draft, what)}
          onClick={() => bar.editNow((draft) => toggleQuick(draft, what))}
        >
          {t(`search.is-${what}`)}
        </button>
      ))}
    </div>
  );
}

function AddMenu({ bar, popovers }: { readonly bar: FilterBarModel; readonly popovers: Popovers }) {
  const { draft, editNow, edit } = bar;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={28} className={classes.iconButton} aria-label={t('search.add')} title={t('search.add')}>
          <IconPlus size={15} />
          <IconChevronDown size={11} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={lineText(draft.line).trim() === ''} onClick={() => edit(keepLine)}>
          {t('search.addKeep')}
        </Menu.Item>
        <Menu.Item onClick={() => popovers.set('builder')}>{t('search.build')}</Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('search.quick')}</Menu.Label>
        {QUICK_FILTERS.map((what) => (
          <Menu.Item
            key={what}
            rightSection={hasQuick(draft, what) ? '✓' : null}
            onClick={() => editNow((before) => toggleQuick(before, what))}
          >
            {t(`search.is-${what}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
