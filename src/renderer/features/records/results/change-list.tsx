import type { ComparedChange } from '../../../../shared/contract/compare.ts';
import { t } from '../../../app/texts.ts';
import classes from './compare.module.css';

/** What changed by meaning: one line a path. */
export function ChangeList(props: { readonly changes: ReadonlyArray<ComparedChange>; readonly isWhole: boolean }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('results.compareChanges')}>
      <table className={classes.changes}>
        <thead>
          <tr>
            <th scope="col">{t('results.changeKind')}</th>
            <th scope="col">{t('results.changePath')}</th>
            <th scope="col">{t('results.changeBefore')}</th>
            <th scope="col">{t('results.changeAfter')}</th>
          </tr>
        </thead>
        <tbody>
          {props.changes.map((change, index) => (
            <tr key={index}>
              <td>
                <span className={classes.kind} data-kind={change.kind}>
                  {kindText(change.kind)}
                </span>
              </td>
              <td className="mono">{pathOf(change)}</td>
              <td className={classes.value}>{change.kind === 'moved' ? '' : (change.before ?? '')}</td>
              <td className={classes.value}>{change.after ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {props.isWhole ? null : (
        <p className={classes.said}>{t('results.changesCut', { count: props.changes.length })}</p>
      )}
    </div>
  );
}

function pathOf({ from, path }: ComparedChange): string {
  if (from === null || path === null || from === path) return path ?? from ?? '';
  return `${from} → ${path}`;
}

function kindText(kind: ComparedChange['kind']): string {
  return {
    added: t('results.changeAdded'),
    removed: t('results.changeRemoved'),
    changed: t('results.changeChanged'),
    moved: t('results.changeMoved'),
  }[kind];
}
