import { Button, TextInput } from '@mantine/core';
import { useApp, usePreferences } from '../../../app/context.tsx';
import { t, type TextKey } from '../../../app/texts.ts';
import { formatTime } from '../../../ui/format.ts';
import { parseTime } from '../parse-time.ts';
import classes from './search.module.css';

const QUICK: ReadonlyArray<readonly [string, TextKey]> = [
  ['now-15m', 'search.time15m'],
  ['now-1h', 'search.time1h'],
  ['today', 'search.timeToday'],
  ['yesterday', 'search.timeYesterday'],
];

type TimeProps = {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** A quick button: nothing more is to be typed. */
  readonly onPick: (text: string) => void;
};

/** A moment: typed in any of the ways people write one, picked by date and clock, or by a quick button. */
export function TimeField({ text, onText, onPick }: TimeProps) {
  const { clock } = useApp();
  const mode = usePreferences((preferences) => preferences.time);
  const timestamp = parseTime(text, clock(), mode);
  // The pickers show what is typed; in epoch mode they speak local time, as calendars do.
  const shown = timestamp === null ? '' : formatTime(timestamp, mode === 'utc' ? 'utc' : 'local');
  const date = shown.slice(0, 10);
  const time = shown.slice(11, 19);
  return (
    <div className={classes.timeField}>
      <div className={classes.quick}>
        {QUICK.map(([value, label]) => (
          <Button key={value} onClick={() => onPick(value)}>
            {t(label)}
          </Button>
        ))}
      </div>
      <TextInput
        data-autofocus
        autoFocus
        aria-label={t('records.time')}
        placeholder={t('search.timePlaceholder')}
        value={text}
        error={text.trim() !== '' && timestamp === null ? t('search.timeWrong') : undefined}
        spellCheck={false}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      <div className={classes.dateAndClock}>
        <TextInput
          type="date"
          aria-label={t('search.timeDate')}
          value={date}
          onChange={(event) => {
            if (event.currentTarget.value !== '') onText(`${event.currentTarget.value} ${time || '00:00:00'}`);
          }}
        />
        <TextInput
          type="time"
          step={1}
          aria-label={t('search.timeClock')}
          value={time}
          disabled={date === ''}
          onChange={(event) => {
            if (event.currentTarget.value !== '') onText(`${date} ${event.currentTarget.value}`);
          }}
        />
      </div>
      <p className={classes.help} role="status">
        {timestamp === null ? '' : formatTime(timestamp, mode)}
      </p>
    </div>
  );
}
