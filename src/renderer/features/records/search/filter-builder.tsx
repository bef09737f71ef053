import { ActionIcon, Button, Checkbox, Popover, Select, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { FILTER_DEPTH, type FilterPlace, type RecordFilter } from '../../../../shared/contract/filters.ts';
import { t } from '../../../app/texts.ts';
import { draftOf, filterOf, QUICK_FILTERS, type QuickFilter } from './filter-draft.ts';
import { changeAt, depthOf, isGroup, negated, tidy, type FilterPath, type GroupFilter } from './filter-tree.ts';
import type { FilterBarModel } from './use-filter-bar.ts';
import type { Popovers } from './use-popovers.ts';
import classes from './search.module.css';

type BuilderProps = { readonly bar: FilterBarModel; readonly popovers: Popovers };

/** Conditions put into each other: groups of all or any, each of them turned round by a not. */
export function FilterBuilder({ bar, popovers }: BuilderProps) {
  return (
    <Popover
      opened={popovers.open === 'builder'}
      onChange={(opened) => popovers.set(opened ? 'builder' : null)}
      position="bottom-end"
      trapFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <span className={classes.anchor} />
      </Popover.Target>
      <Popover.Dropdown aria-label={t('search.builder')}>
        {popovers.open === 'builder' ? <Builder bar={bar} popovers={popovers} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}

const NEW_CONDITION: Extract<RecordFilter, { kind: 'words' }> = {
  kind: 'words',
  in: 'any',
  text: '',
  regex: false,
  matchCase: false,
  wholeWord: false,
};

type Change = (path: FilterPath, change: (filter: RecordFilter) => RecordFilter | null) => void;

function Builder({ bar, popovers }: BuilderProps) {
  const [tree, setTree] = useState<RecordFilter>(() => asGroup(filterOf(bar.draft)));
  const change: Change = (path, make) => setTree(changeAt(tree, path, make) ?? asGroup(null));
  const apply = (): void => {
    const filter = tidy(tree);
    bar.editNow((before) => draftOf(filter, before.line));
    popovers.set(null);
  };
  return (
    <form
      className={classes.builder}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <div className={classes.builderTree}>
        <Node filter={tree} path={[]} change={change} />
      </div>
      <div className={classes.formActions}>
        <Button type="submit" variant="filled">
          {t('search.builderApply')}
        </Button>
      </div>
    </form>
  );
}

function asGroup(filter: RecordFilter | null): RecordFilter {
  if (filter === null) return { kind: 'all', filters: [NEW_CONDITION] };
  return isGroup(filter) ? filter : { kind: 'all', filters: [filter] };
}

type NodeProps = { readonly filter: RecordFilter; readonly path: FilterPath; readonly change: Change };

function Node({ filter, path, change }: NodeProps) {
  const isNot = filter.kind === 'not';
  const inner = isNot ? filter.filter : filter;
  const innerPath = isNot ? [...path, 0] : path;
  return (
    <div className={classes.node} data-group={isGroup(inner) || undefined}>
      <Checkbox
        className={classes.nodeNot}
        label={t('search.builderNot')}
        checked={isNot}
        onChange={() => change(path, negated)}
      />
      {isGroup(inner) ? (
        <GroupNode group={inner} path={innerPath} change={change} />
      ) : (
        <LeafNode filter={inner} path={innerPath} change={change} />
      )}
      {path.length === 0 ? null : (
        <ActionIcon aria-label={t('search.builderRemove')} onClick={() => change(path, () => null)}>
          <IconX size={14} />
        </ActionIcon>
      )}
    </div>
  );
}

type GroupProps = { readonly group: GroupFilter; readonly path: FilterPath; readonly change: Change };

function GroupNode({ group, path, change }: GroupProps) {
  const add = (filter: RecordFilter): void =>
    change(path, (before) => (isGroup(before) ? { ...before, filters: [...before.filters, filter] } : before));
  const isDeep = path.length + depthOf(group) >= FILTER_DEPTH - 1;
  return (
    <div className={classes.groupNode}>
      <Select
        aria-label={t('search.builder')}
        className={classes.groupKind}
        data={[
          { value: 'all', label: t('search.builderAll') },
          { value: 'any', label: t('search.builderAny') },
        ]}
        value={group.kind}
        onChange={(kind) =>
          change(path, (before) => (isGroup(before) ? { ...before, kind: kind === 'any' ? 'any' : 'all' } : before))
        }
        comboboxProps={{ withinPortal: false }}
      />
      <div className={classes.groupInner}>
        {group.filters.map((each, index) => (
          <Node key={index} filter={each} path={[...path, index]} change={change} />
        ))}
        <div className={classes.quick}>
          <Button leftSection={<IconPlus size={12} />} onClick={() => add(NEW_CONDITION)}>
            {t('search.builderAddCondition')}
          </Button>
          <Button
            leftSection={<IconPlus size={12} />}
            disabled={isDeep}
            title={isDeep ? t('search.builderDeep', { depth: FILTER_DEPTH }) : undefined}
            onClick={() => add({ kind: group.kind === 'all' ? 'any' : 'all', filters: [NEW_CONDITION] })}
          >
            {t('search.builderAddGroup')}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Everything a condition can be, as one list: where words are looked for, a language, or what no text can say. */
type LeafKind = `words-${FilterPlace}` | 'expression' | 'javascript' | QuickFilter;

function LeafNode({ filter, path, change }: NodeProps) {
  const kind = leafKind(filter);
  const text = leafText(filter);
  const set = (next: RecordFilter): void => change(path, () => next);
  const setText = (value: string): void => set(withLeafText(filter, value));
  return (
    <div className={classes.leaf}>
      <Select
        aria-label={t('search.mode')}
        className={classes.leafKind}
        data={[
          {
            group: t('search.mode-words'),
            items: (['any', 'key', 'value', 'headers'] as const).map((place) => ({
              value: `words-${place}`,
              label: t(`search.place-${place}`),
            })),
          },
          {
            group: t('search.mode-expression'),
            items: [
              { value: 'expression', label: t('search.mode-expression') },
              { value: 'javascript', label: t('search.mode-javascript') },
            ],
          },
          {
            group: t('search.quick'),
            items: QUICK_FILTERS.map((what) => ({ value: what, label: t(`search.is-${what}`) })),
          },
        ]}
        value={kind}
        onChange={(next) => set(leafOfKind((next ?? kind) as LeafKind, filter))}
        comboboxProps={{ withinPortal: false }}
      />
      {text === null ? null : filter.kind === 'javascript' ? (
        <Textarea
          aria-label={t('search.builderText')}
          className={classes.grow}
          rows={3}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          aria-label={t('search.builderText')}
          className={classes.grow}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {filter.kind === 'words' ? (
        <>
          <Checkbox
            label="Aa"
            title={t('search.matchCase')}
            checked={filter.matchCase}
            onChange={(event) => set({ ...filter, matchCase: event.currentTarget.checked })}
          />
          <Checkbox
            label=".*"
            title={t('search.regex')}
            checked={filter.regex}
            onChange={(event) => set({ ...filter, regex: event.currentTarget.checked })}
          />
        </>
      ) : null}
    </div>
  );
}

function leafKind(filter: RecordFilter): LeafKind {
  if (filter.kind === 'words') return `words-${filter.in}`;
  if (filter.kind === 'is') return filter.what;
  return filter.kind === 'javascript' ? 'javascript' : 'expression';
}

function leafText(filter: RecordFilter): string | null {
  if (filter.kind === 'words' || filter.kind === 'expression') return filter.text;
  return filter.kind === 'javascript' ? filter.code : null;
}

function withLeafText(filter: RecordFilter, text: string): RecordFilter {
  if (filter.kind === 'words' || filter.kind === 'expression') return { ...filter, text };
  return filter.kind === 'javascript' ? { ...filter, code: text } : filter;
}

function leafOfKind(kind: LeafKind, before: RecordFilter): RecordFilter {
  const text = leafText(before) ?? '';
  if (kind === 'expression') return { kind, text };
  if (kind === 'javascript') return { kind, code: text };
  if (isQuick(kind)) return { kind: 'is', what: kind };
  const place = kind.slice('words-'.length) as FilterPlace;
  return before.kind === 'words' ? { ...before, in: place } : { ...NEW_CONDITION, in: place, text };
}

function isQuick(kind: string): kind is QuickFilter {
  return (QUICK_FILTERS as ReadonlyArray<string>).includes(kind);
}
