import { useId, useState } from 'react';
import { t } from '../../app/texts.ts';
import classes from './privacy.module.css';
import list from './proofs.json';

type Proof = {
  readonly title: string;
  /** What was broken on purpose to see it fail, in words. */
  readonly failsWhere: ReadonlyArray<string>;
  readonly file: string;
  readonly runs: string;
};

/** Written by scripts/security-tests from the tests themselves. */
const PROOFS: Readonly<Record<string, ReadonlyArray<Proof>>> = list;

/** The tests behind a promise by their names; each opens to what it shows, in which file, and where it runs. */
export function Proofs({ names }: { readonly names: ReadonlyArray<string> }) {
  const [opened, setOpened] = useState<string | null>(null);
  const id = useId();
  return (
    <>
      <div className={classes.names}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            className="link"
            aria-expanded={name === opened}
            aria-controls={name === opened ? id : undefined}
            onClick={() => setOpened(name === opened ? null : name)}
          >
            {name}
          </button>
        ))}
      </div>
      {opened !== null && (
        <ul id={id} className={classes.proofs}>
          {(PROOFS[opened] ?? []).map(({ title, failsWhere, file, runs }) => (
            <li key={`${file} ${title}`}>
              <div>{sentence(title)}</div>
              {failsWhere.length > 0 && (
                <div className={classes.where}>{t('privacy.failsWhere', { what: failsWhere.join('; ') })}</div>
              )}
              <div className={classes.where}>
                <span className="mono">{file}</span> · {t('privacy.runsIn', { where: runs })}
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** A test's title to be read by people: `%s` stands for each of its cases. */
function sentence(title: string): string {
  const text = title.replace(/%[sjdi#]/g, '…');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
