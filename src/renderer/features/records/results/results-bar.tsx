import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArrowsDiff,
  IconChartBar,
  IconChevronDown,
  IconCopy,
  IconDownload,
  IconLayersSubtract,
  IconSql,
} from '@tabler/icons-react';
import { memo, type ReactElement, type ReactNode } from 'react';
import { Hint } from '../../../app/hint.tsx';
import { t } from '../../../app/texts.ts';
import { GROUP_KEYS, HISTOGRAM_KEYS, SAVE_KEYS, SQL_KEYS, COMPARE_KEYS } from './results-keys.ts';
import type { ResultsControl } from './use-results.ts';
import classes from './results.module.css';

type BarProps = {
  readonly results: ResultsControl;
  /** The columns menu. */
  readonly children: ReactNode;
  /** What is to be known about the rows as they are shown. */
  readonly said: string;
};

/** What can be done with the results, and what is to be known about them. */
export function ResultsBar({ results, children, said }: BarProps) {
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('results.toolbar')}>
      {children}
      <Tools results={results} said={said} />
    </div>
  );
}

/** Not drawn with every row that arrives: what its buttons do depends on these fields of `results` alone. */
const Tools = memo(DrawnTools, (before, after) => {
  const [a, b] = [before.results, after.results];
  return (
    before.said === after.said &&
    a.rowsSeen === b.rowsSeen &&
    a.tool === b.tool &&
    a.marked === b.marked &&
    a.canSave === b.canSave &&
    a.sessionId === b.sessionId &&
    a.isHistogramOpen === b.isHistogramOpen
  );
});

function DrawnTools({ results, said }: Omit<BarProps, 'children'>) {
  const { tool, marked } = results;
  return (
    <>
      <Toggle
        label={t('results.histogramShort')}
        hint={t('results.histogramToggle')}
        keys={HISTOGRAM_KEYS}
        icon={<IconChartBar size={14} />}
        isOn={results.isHistogramOpen}
        onClick={results.toggleHistogram}
      />
      <Toggle
        label={t('results.group')}
        hint={t('results.groupHint')}
        keys={GROUP_KEYS}
        icon={<IconLayersSubtract size={14} />}
        isOn={tool === 'group'}
        onClick={() => results.toggleTool('group')}
      />
      <Toggle
        label={t('results.sql')}
        hint={t('results.sqlHint')}
        keys={SQL_KEYS}
        icon={<IconSql size={14} />}
        isOn={tool === 'sql'}
        onClick={() => results.toggleTool('sql')}
      />
      <span className={classes.barText} aria-live="polite">
        {said}
      </span>
      {marked.length === 2 ? (
        <Hint label={t('results.compareHint')} keys={COMPARE_KEYS}>
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconArrowsDiff size={14} />}
            onClick={results.compareMarked}
          >
            {t('results.compare')}
          </Button>
        </Hint>
      ) : null}
      {marked.length > 1 ? <CopyMarked results={results} /> : null}
      <Hint label={t('results.saveHint')} keys={SAVE_KEYS}>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconDownload size={14} />}
          disabled={!results.canSave}
          onClick={results.openSave}
        >
          {t('results.save')}
        </Button>
      </Hint>
    </>
  );
}

type ToggleProps = {
  readonly label: string;
  readonly hint: string;
  readonly keys: ReadonlyArray<string>;
  readonly icon: ReactElement;
  readonly isOn: boolean;
  readonly onClick: () => void;
};

function Toggle({ label, hint, keys, icon, isOn, onClick }: ToggleProps) {
  return (
    <Hint label={hint} keys={keys}>
      <Button
        variant={isOn ? 'light' : 'subtle'}
        color={isOn ? 'accent' : 'gray'}
        leftSection={icon}
        aria-pressed={isOn}
        onClick={onClick}
      >
        {label}
      </Button>
    </Hint>
  );
}

function CopyMarked({ results }: { readonly results: ResultsControl }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          aria-label={t('results.copyMarked', { count: results.marked.length })}
          title={t('results.copyMarked', { count: results.marked.length })}
          w={36}
        >
          <IconCopy size={14} />
          <IconChevronDown size={12} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => results.copyMarked('jsonl')}>{t('results.copyJsonLines')}</Menu.Item>
        <Menu.Item onClick={() => results.copyMarked('csv')}>{t('results.copyCsv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
