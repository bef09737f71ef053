import { useId, type ReactNode } from 'react';
import classes from './form.module.css';

/** A titled group of fields. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h3 id={id} className={classes.sectionTitle}>
        {title}
      </h3>
      <div className={classes.fields}>{children}</div>
    </section>
  );
}
