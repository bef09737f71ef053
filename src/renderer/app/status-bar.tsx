import { useStore } from 'zustand';
import { PRODUCT } from '../../shared/product.ts';
import { ConnectionStatus } from './connection-status.tsx';
import { useApp, useView } from './context.tsx';
import { JobList } from './job-list.tsx';
import classes from './status-bar.module.css';
import { t } from './texts.ts';
import { TimeMenu } from './time-menu.tsx';
import { useAppInfo } from './use-app-info.ts';

/** The window's bottom: how the connection is, what runs, how times are shown, and support. */
export function StatusBar() {
  const jobs = useStore(useApp().jobs, (state) => state.jobs);
  const screen = useView((view) => view.screen);
  const { data: info } = useAppInfo();
  const openSupport = useView((view) => view.openSupport);
  return (
    <footer className={classes.bar} aria-label={t('shell.statusBar')}>
      <ConnectionStatus clusterId={screen.kind === 'workspace' ? screen.clusterId : null} />
      <JobList jobs={jobs} />
      <div className={classes.end}>
        {info !== undefined && screen.kind === 'welcome' && <span className={classes.item}>{info.version}</span>}
        <TimeMenu />
        <button
          type="button"
          className={classes.button}
          title={t('shell.supportHint', { email: PRODUCT.supportEmail })}
          onClick={() => openSupport()}
        >
          {t('shell.support')}
        </button>
      </div>
    </footer>
  );
}
