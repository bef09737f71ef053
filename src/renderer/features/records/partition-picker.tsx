import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { formatPartitions, parsePartitions } from './partition-ranges.ts';
import { partitionsQuery } from './search/partitions-query.ts';
import type { ReadOptions } from './use-read-options.ts';
import classes from './records.module.css';

/** Beyond this many boxes nobody ticks; ranges are typed. */
const MAX_BOXES = 64;

type PickerProps = {
  readonly options: ReadOptions;
  /** Which of the topics; the tab's own by itself. */
  readonly index?: number;
  /** Partitions of the open session: known before anybody asks for the list. */
  readonly known: ReadonlyArray<number>;
  /** Inside another popover: a portal of its own would count as outside of it. */
  readonly isNested?: boolean;
};

/** Which partitions to read: boxes for a few, ranges for many. Nothing chosen means all. */
export function PartitionPicker({ options, index = 0, known, isNested = false }: PickerProps) {
  const { clusterId } = options;
  const choice = options.settings.topics[index];
  const topic = choice?.topic ?? options.topic;
  const api = useApi();
  const [isOpen, setOpen] = useState(false);
  const query = useQuery({
    ...partitionsQuery(api, clusterId, topic),
    enabled: isOpen,
  });
  const existing = query.data?.partitions.map((row) => row.partition) ?? known;
  const leaderless = new Set(
    query.data?.partitions.flatMap((row) => (row.leader === null ? [row.partition] : [])) ?? [],
  );
  const chosen = choice?.partitions ?? [];
  const label =
    chosen.length === 0
      ? existing.length === 0
        ? t('records.partitions')
        : existing.length === 1
          ? t('records.partitionsOne')
          : t('records.partitionsAll', { count: existing.length })
      : chosen.length <= 4
        ? t('records.partitionList', { count: chosen.length, list: formatPartitions(chosen) })
        : t('records.partitionsSome', { count: chosen.length, total: Math.max(existing.length, chosen.length) });
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      trapFocus
      returnFocus
      withinPortal={!isNested}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Button
          aria-label={`${t('records.partitions')}: ${label}`}
          className={classes.partitionButton ?? ''}
          rightSection={<IconChevronDown size={13} />}
          onClick={() => setOpen(!isOpen)}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {isOpen ? (
          <Choice
            key={existing.length}
            existing={existing}
            leaderless={leaderless}
            chosen={chosen}
            onChoose={(partitions) => options.setPartitions(partitions, index)}
            onDone={() => setOpen(false)}
          />
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

type ChoiceProps = {
  readonly existing: ReadonlyArray<number>;
  readonly leaderless: ReadonlySet<number>;
  readonly chosen: ReadonlyArray<number>;
  readonly onChoose: (partitions: ReadonlyArray<number>) => void;
  readonly onDone: () => void;
};

function Choice({ existing, leaderless, chosen, onChoose, onDone }: ChoiceProps) {
  const [text, setText] = useState(formatPartitions(chosen, '-'));
  const parsed = parsePartitions(text, existing);
  const ticked = new Set(
    parsed.ok ? (parsed.partitions.length === 0 && text.trim() !== '' ? existing : parsed.partitions) : [],
  );
  const apply = (): void => {
    if (!parsed.ok) return;
    onChoose(parsed.partitions);
    onDone();
  };
  const toggle = (partition: number): void => {
    const next = new Set(ticked);
    if (!next.delete(partition)) next.add(partition);
    setText(formatPartitions([...next], '-'));
  };
  return (
    <div className={classes.picker}>
      <TextInput
        data-autofocus
        aria-label={t('records.partitionsText')}
        placeholder={t('records.partitionsText')}
        value={text}
        error={parsed.ok ? undefined : t('records.partitionsWrong', { text: parsed.wrong })}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply();
        }}
      />
      {existing.length <= MAX_BOXES ? (
        <div className={classes.boxes}>
          {existing.map((partition) => (
            <Checkbox
              key={partition}
              label={leaderless.has(partition) ? `${partition} · ${t('records.partitionNoLeader')}` : String(partition)}
              checked={ticked.has(partition)}
              onChange={() => toggle(partition)}
            />
          ))}
        </div>
      ) : null}
      <div className={classes.pickerActions}>
        <Button
          onClick={() => {
            onChoose([]);
            onDone();
          }}
        >
          {t('records.partitionsAllButton')}
        </Button>
        <Button variant="filled" disabled={!parsed.ok} onClick={apply}>
          {t('records.partitionsApply')}
        </Button>
      </div>
    </div>
  );
}
