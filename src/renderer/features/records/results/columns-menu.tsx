import { ActionIcon, Autocomplete, Button, Checkbox, Popover } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconColumns, IconX } from '@tabler/icons-react';
import { memo, useMemo, useState } from 'react';
import { t } from '../../../app/texts.ts';
import { useKeyLabel } from '../../../app/use-commands.ts';
import { completePath } from './column-paths.ts';
import { COLUMNS_KEYS } from './results-keys.ts';
import { MAX_COLUMNS, MAX_EXPRESSION, type ColumnEntry, type ColumnsControl } from './use-columns.ts';
import classes from './results.module.css';

type MenuProps = {
  readonly columns: ColumnsControl;
  /** Paths seen in the loaded rows, asked for when the menu opens. */
  readonly paths: () => ReadonlyArray<string>;
  /** What is wrong with an expression, in words; null where it is right. */
  readonly check: (expression: string) => Promise<string | null>;
  readonly opened: boolean;
  readonly onOpened: (opened: boolean) => void;
};

/** Adds columns by typing and arranges those there are. Memoised: it does not change with the rows that arrive. */
export const ColumnsMenu = memo(function ColumnsMenu({ columns, paths, check, opened, onOpened }: MenuProps) {
  const key = useKeyLabel(COLUMNS_KEYS);
  return (
    <Popover opened={opened} onChange={onOpened} position="bottom-start" width={400} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconColumns size={14} />}
          // Not a tooltip of its own: the popover must get hold of the button.
          title={key === null ? t('results.columnsHint') : `${t('results.columnsHint')} (${key})`}
          onClick={() => onOpened(!opened)}
        >
          {t('results.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('results.columns')} className={classes.columnsMenu}>
        <AddColumn columns={columns} paths={paths} check={check} />
        <ul className={classes.columnList}>
          {columns.entries.map((entry) => (
            <Entry key={entry.id} entry={entry} columns={columns} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
});

function AddColumn({ columns, paths, check }: Pick<MenuProps, 'columns' | 'paths' | 'check'>) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  // Only what is typed is completed: unasked, the offers would lie over the list below.
  const [isOffering, setOffering] = useState(false);
  const known = useMemo(() => paths(), [paths]);
  const add = async (typed: string): Promise<void> => {
    const expression = typed.trim();
    setOffering(false);
    if (expression === '') return;
    const wrong = refusal(expression, columns.expressions) ?? (await check(expression));
    setProblem(wrong);
    if (wrong !== null) return;
    columns.add(expression);
    setText('');
  };
  return (
    <form
      className={classes.addColumn}
      onSubmit={(event) => {
        event.preventDefault();
        void add(text);
      }}
    >
      <Autocomplete
        size="xs"
        data-autofocus
        label={t('results.columnExpression')}
        placeholder={t('results.columnPlaceholder')}
        value={text}
        error={problem}
        data={[...completePath(known, text)]}
        // What is offered is already what goes on from the text.
        filter={({ options }) => options}
        maxDropdownHeight={260}
        comboboxProps={{ transitionProps: { duration: 0 }, withinPortal: false }}
        onChange={(next) => {
          setText(next);
          setProblem(null);
          setOffering(next !== '');
        }}
        dropdownOpened={isOffering}
        onDropdownClose={() => setOffering(false)}
        classNames={{ input: 'mono' }}
        spellCheck={false}
      />
      <Button type="submit">{t('results.columnAdd')}</Button>
    </form>
  );
}

function refusal(expression: string, there: ReadonlyArray<string>): string | null {
  if (there.includes(expression)) return t('results.columnThere', { expression });
  if (expression.length > MAX_EXPRESSION) return t('results.columnTooLong');
  return there.length >= MAX_COLUMNS ? t('results.columnsFull') : null;
}

function Entry({ entry, columns }: { readonly entry: ColumnEntry; readonly columns: ColumnsControl }) {
  const { id, title } = entry;
  return (
    <li className={classes.columnEntry}>
      <Checkbox
        label={title}
        aria-label={t('results.columnShow', { name: title })}
        checked={entry.isShown}
        onChange={() => columns.toggle(id)}
        className={classes.columnName}
      />
      <ActionIcon
        aria-label={t('results.columnUp', { name: title })}
        title={t('results.columnLeft')}
        onClick={() => columns.move(id, -1)}
      >
        <IconChevronLeft size={14} />
      </ActionIcon>
      <ActionIcon
        aria-label={t('results.columnDown', { name: title })}
        title={t('results.columnRight')}
        onClick={() => columns.move(id, 1)}
      >
        <IconChevronRight size={14} />
      </ActionIcon>
      {entry.isOwn ? (
        <ActionIcon
          aria-label={t('results.columnRemoveNamed', { name: title })}
          title={t('results.columnRemove')}
          onClick={() => columns.remove(id)}
        >
          <IconX size={14} />
        </ActionIcon>
      ) : (
        <span className={classes.noAction} />
      )}
    </li>
  );
}
