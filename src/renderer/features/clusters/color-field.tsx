import { IconCheck } from '@tabler/icons-react';
import { useId } from 'react';
import { t } from '../../app/texts.ts';
import { COLORS, type ColorName } from './draft.ts';
import classes from './form.module.css';

type Props = { readonly value: string; onChange(color: string): void };

/** The cluster's colour: a group of radio buttons that look like paint. */
export function ColorField({ value, onChange }: Props) {
  const id = useId();
  const names = Object.keys(COLORS) as ColorName[]; // The keys of a const object are its type's keys.
  const isOwn = !Object.values<string>(COLORS).includes(value.toLowerCase());
  const offered = [
    ...names.map((name) => ({ color: COLORS[name] as string, label: t(`clusters.color.${name}`) })),
    ...(isOwn ? [{ color: value, label: t('clusters.color.own', { color: value }) }] : []),
  ];
  return (
    <div role="radiogroup" aria-labelledby={id}>
      <div id={id} className={classes.label}>
        {t('clusters.color')}
      </div>
      <div className={classes.swatches}>
        {offered.map(({ color, label }) => (
          <label key={color} className={classes.swatch} style={{ background: color }} title={label}>
            <input
              type="radio"
              name={id}
              className="visually-hidden"
              aria-label={label}
              checked={color === value.toLowerCase() || color === value}
              onChange={() => onChange(color)}
            />
            <IconCheck size={14} stroke={3} aria-hidden />
          </label>
        ))}
      </div>
    </div>
  );
}
