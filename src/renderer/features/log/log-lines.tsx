import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { LogLine } from '../../../shared/contract/log.ts';
import { usePreferences } from '../../app/context.tsx';
import { t } from '../../app/texts.ts';
import { formatClock } from '../../ui/format.ts';
import { detailsOf } from './details-of.ts';
import classes from './log.module.css';

const LINE_HEIGHT = 22;
/** So close to the end counts as being there. */
const AT_END = 30;

type Props = {
  readonly lines: ReadonlyArray<LogLine>;
  readonly isFollowing: boolean;
  onFollow(isFollowing: boolean): void;
  readonly selected: LogLine | null;
  onSelect(line: LogLine): void;
  onCopy(line: LogLine): void;
};

/** The lines, one row each; only those in view are in the page. Arrows walk, Ctrl+C copies. */
export function LogLines({ lines, isFollowing, onFollow, selected, onSelect, onCopy }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are not handed to memoised children
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 20,
  });
  const newest = lines.at(-1);
  useEffect(() => {
    const element = scroller.current;
    if (isFollowing && element !== null) element.scrollTop = element.scrollHeight;
  }, [isFollowing, newest]);
  const at = selected === null ? -1 : lines.findIndex((line) => isSame(line, selected));

  function walk(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && selected !== null) {
      if (getSelection()?.isCollapsed !== false) onCopy(selected);
      return;
    }
    const next = nextLine(event.key, at, lines.length);
    const line = next === null ? undefined : lines[next];
    if (next === null || line === undefined) return;
    event.preventDefault();
    onFollow(false);
    onSelect(line);
    virtualizer.scrollToIndex(next, { align: 'auto' });
  }

  return (
    <div
      ref={scroller}
      className={classes.lines}
      role="listbox"
      aria-label={t('log.lines')}
      aria-activedescendant={at < 0 ? undefined : `log-line-${at}`}
      tabIndex={0}
      onKeyDown={walk}
      onWheel={({ deltaY }) => {
        if (deltaY < 0) onFollow(false);
      }}
      onScroll={({ currentTarget }) => {
        const rest = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight;
        if (rest > AT_END * LINE_HEIGHT && isFollowing) onFollow(false);
      }}
    >
      <div role="presentation" className={classes.all} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          if (line === undefined) return null;
          return (
            <Row
              key={`${line.place.file}:${line.place.offset}`}
              id={`log-line-${index}`}
              line={line}
              top={start}
              isSelected={index === at}
              onSelect={() => {
                onFollow(false);
                onSelect(line);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

type RowProps = {
  readonly id: string;
  readonly line: LogLine;
  readonly top: number;
  readonly isSelected: boolean;
  onSelect(): void;
};

function Row({ id, line, top, isSelected, onSelect }: RowProps) {
  const mode = usePreferences((preferences) => preferences.time);
  const time = Date.parse(line.time);
  return (
    <div
      id={id}
      role="option"
      aria-selected={isSelected}
      className={classes.line}
      data-level={line.level}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onSelect}
    >
      <span className={classes.time}>{Number.isNaN(time) ? '' : formatClock(time, mode)}</span>
      <span className={classes.level}>{line.level}</span>
      <span className={classes.room}>{line.room}</span>
      <span className={classes.what}>
        <b>{line.event}</b> {detailsOf(line)}
      </span>
    </div>
  );
}

function isSame(one: LogLine, other: LogLine): boolean {
  return one.place.file === other.place.file && one.place.offset === other.place.offset;
}

/** Where a key leads from a line; null where it does not move. */
function nextLine(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return Math.min(count - 1, at + 1);
  if (key === 'ArrowUp') return at < 0 ? count - 1 : Math.max(0, at - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
