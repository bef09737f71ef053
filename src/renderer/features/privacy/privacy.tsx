import { PROMISES, type PromiseId } from '../../../shared/promises.ts';
import { t } from '../../app/texts.ts';
import classes from './privacy.module.css';
import { Proofs } from './proofs.tsx';
import { useFacts } from './use-facts.ts';

const LIST = 'docs/security-tests.md';

/** The promises, each with what proves it. */
export function Privacy() {
  const facts = useFacts();
  const ids = Object.keys(PROMISES) as PromiseId[];
  return (
    <div className={classes.page}>
      <p className={classes.about}>{t('privacy.about', { file: LIST })}</p>
      <ul className={classes.list}>
        {ids.map((id) => {
          const { fact } = PROMISES[id];
          return <Promised key={id} id={id} fact={fact === null ? undefined : facts[fact]} />;
        })}
      </ul>
    </div>
  );
}

function Promised({ id, fact }: { readonly id: PromiseId; readonly fact: string | undefined }) {
  return (
    <li className={classes.promise}>
      <h2 className={classes.title}>{t(`privacy.${id}`)}</h2>
      <p className={classes.words}>{t(`privacy.${id}About`)}</p>
      <dl className={classes.facts}>
        {fact !== undefined && (
          <>
            <dt>{t('privacy.here')}</dt>
            <dd>{fact}</dd>
          </>
        )}
        <dt>{t('privacy.provedBy')}</dt>
        <dd>
          <Proofs names={PROMISES[id].provedBy} />
        </dd>
      </dl>
    </li>
  );
}
