import { Button, NativeSelect, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import type { LogFilter, LogLevel, LogStatus } from '../../../shared/contract/log.ts';
import { Hint } from '../../app/hint.tsx';
import { t } from '../../app/texts.ts';
import { useCommands } from '../../app/use-commands.ts';
import classes from './log.module.css';

const LEVELS = [
  ['debug', 'log.levelDebug'],
  ['info', 'log.levelInfo'],
  ['warn', 'log.levelWarn'],
  ['error', 'log.levelError'],
] as const;

type Props = {
  readonly filter: LogFilter;
  onFilter(filter: LogFilter): void;
  readonly isFollowing: boolean;
  onFollow(isFollowing: boolean): void;
  readonly status: LogStatus | undefined;
  onLevel(level: LogLevel): void;
  onOpenFolder(): void;
  /** Null: there is nothing to copy. */
  readonly onCopy: (() => void) | null;
};

/** Which lines are shown, what is written, and what can be done with them. */
export function LogToolbar(props: Props) {
  const { filter, onFilter, status } = props;
  const input = useRef<HTMLInputElement>(null);
  const commands = useMemo(
    () => [
      {
        id: 'view.filter',
        label: t('log.text'),
        group: t('log.title'),
        keys: ['mod+f'],
        run: () => input.current?.select(),
      },
    ],
    [],
  );
  useCommands(commands);
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('log.title')}>
      <TextInput
        ref={input}
        className={classes.find ?? ''}
        aria-label={t('log.text')}
        placeholder={t('log.text')}
        leftSection={<IconSearch size={14} />}
        value={filter.text}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('log.level')}
        value={filter.level}
        data={LEVELS.map(([value, text]) => ({ value, label: t(text) }))}
        onChange={(event) => {
          const chosen = LEVELS.find(([value]) => value === event.currentTarget.value);
          if (chosen !== undefined) onFilter({ ...filter, level: chosen[0] });
        }}
      />
      <NativeSelect
        size="xs"
        aria-label={t('log.room')}
        value={filter.room}
        data={[
          { value: '', label: t('log.allRooms') },
          ...roomsWith(status?.rooms ?? [], filter.room).map((room) => ({ value: room, label: room })),
        ]}
        onChange={(event) => onFilter({ ...filter, room: event.currentTarget.value })}
      />
      <Hint label={t('log.followHint')}>
        <Switch
          label={t('log.follow')}
          checked={props.isFollowing}
          onChange={(event) => props.onFollow(event.currentTarget.checked)}
        />
      </Hint>
      <span className={classes.gap} />
      <Hint label={t('log.writeHint')}>
        <div className={classes.write}>
          <span>{t('log.write')}</span>
          <SegmentedControl
            size="xs"
            aria-label={t('log.write')}
            value={status?.level === 'debug' ? 'debug' : 'info'}
            data={[
              { value: 'info', label: t('log.writeInfo') },
              { value: 'debug', label: t('log.writeDebug') },
            ]}
            onChange={(level) => props.onLevel(level === 'debug' ? 'debug' : 'info')}
          />
        </div>
      </Hint>
      <Button disabled={props.onCopy === null} onClick={() => props.onCopy?.()}>
        {t('log.copyAll')}
      </Button>
      {status?.canOpenFolder === true && <Button onClick={props.onOpenFolder}>{t('log.openFolder')}</Button>}
    </div>
  );
}

/** The one that is chosen stays in the list although its lines are gone. */
function roomsWith(rooms: ReadonlyArray<string>, chosen: string): ReadonlyArray<string> {
  return chosen === '' || rooms.includes(chosen) ? rooms : [...rooms, chosen].toSorted();
}
