import classes from './cluster-dot.module.css';

/** A cluster's colour. */
export function ClusterDot({ color }: { readonly color: string }) {
  return <span className={classes.dot} style={{ background: color }} aria-hidden />;
}
