import { t } from '../../../app/texts.ts';
import { filterOf, type FilterDraft } from './filter-draft.ts';
import { sameFilter } from './filter-tree.ts';
import { markedText } from './problem-places.ts';
import type { FilterCheck } from './use-filter-check.ts';
import classes from './search.module.css';

const MAX_SHOWN = 3;

/** What is wrong with the filter, and where. */
export function FilterProblems({ draft, check }: { readonly draft: FilterDraft; readonly check: FilterCheck }) {
  const isCurrent = sameFilter(check.checked, filterOf(draft));
  const problems = isCurrent ? check.problems.slice(0, MAX_SHOWN) : [];
  return (
    <div id="filter-problems" role="status" className={classes.problems}>
      {problems.map((problem, index) => {
        const marked = markedText(check.checked, problem);
        return (
          <p key={index} className={classes.problem}>
            {problem.message}
            {marked === null ? null : (
              <code className={classes.problemText}>
                {marked.before}
                <mark className={classes.problemMark}>{marked.wrong}</mark>
                {marked.after}
              </code>
            )}
          </p>
        );
      })}
      {isCurrent && check.failure !== null ? (
        <p className={classes.help}>{t('search.notChecked', { message: check.failure })}</p>
      ) : null}
    </div>
  );
}
