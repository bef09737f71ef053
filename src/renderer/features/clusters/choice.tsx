import { SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import classes from './form.module.css';

type Props<V extends string> = {
  readonly label: string;
  readonly value: V;
  readonly options: ReadonlyArray<{ readonly value: V; readonly label: string }>;
  readonly about?: string | undefined;
  onChange(value: V): void;
};

/** One of a few, all in sight, with a line on what the chosen one means. */
export function Choice<V extends string>({ label, value, options, about, onChange }: Props<V>) {
  const id = useId();
  return (
    <div>
      <div id={id} className={classes.label}>
        {label}
      </div>
      <SegmentedControl
        aria-labelledby={id}
        value={value}
        data={options.map((option) => ({ ...option }))}
        onChange={(next) => {
          const chosen = options.find((option) => option.value === next);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      />
      {about !== undefined && <p className={classes.about}>{about}</p>}
    </div>
  );
}
