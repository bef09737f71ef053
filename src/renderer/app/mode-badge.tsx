import type { ClusterMode } from '../../shared/contract/clusters.ts';
import classes from './mode-badge.module.css';
import { t } from './texts.ts';

/** The word that tells a production or read-only cluster; a normal one needs none. */
export function ModeBadge({ mode }: { readonly mode: ClusterMode }) {
  if (mode === 'normal') return null;
  return (
    <span className={classes.badge} data-mode={mode}>
      {t(mode === 'production' ? 'shell.production' : 'shell.readOnly')}
    </span>
  );
}
