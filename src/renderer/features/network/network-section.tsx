import { Activity } from './activity.tsx';
import classes from './network.module.css';
import { ProxyForm } from './proxy-form.tsx';

/** Who this app talks to, and the way it takes. */
export function NetworkSection() {
  return (
    <div className={classes.section}>
      <Activity />
      <ProxyForm />
    </div>
  );
}
