import { ActionIcon } from '@mantine/core';
import { IconHome, IconKeyboard, IconSearch, IconSettings } from '@tabler/icons-react';
import { useEffect } from 'react';
import { PRODUCT } from '../../shared/product.ts';
import { Kbd } from '../ui/kbd.tsx';
import { ClusterSwitch } from './cluster-switch.tsx';
import { useApp, useView } from './context.tsx';
import { Hint } from './hint.tsx';
import { t } from './texts.ts';
import { ThemeMenu } from './theme-menu.tsx';
import classes from './title-bar.module.css';
import { useCluster } from './use-clusters.ts';
import { useKeyLabel } from './use-commands.ts';
import { HOME_KEYS, PALETTE_KEYS, SETTINGS_KEYS, SHORTCUT_KEYS } from './app-keys.ts';

/** The window's top: which cluster this is, in its colour, and the way to everything else. */
export function TitleBar() {
  const { view } = useApp();
  const screen = useView((state) => state.screen);
  const cluster = useCluster(screen.kind === 'workspace' ? screen.clusterId : null);
  const name = cluster?.name;
  useEffect(() => {
    document.title = name === undefined ? PRODUCT.name : `${name} – ${PRODUCT.name}`;
  }, [name]);
  const paletteKey = useKeyLabel(PALETTE_KEYS);
  const strip = cluster === null ? 'transparent' : cluster.mode === 'production' ? 'var(--production)' : cluster.color;
  return (
    <header className={classes.bar} style={{ '--strip': strip }}>
      <div className={classes.side}>
        {cluster === null ? (
          <span className={classes.product}>{PRODUCT.name}</span>
        ) : (
          <>
            <Hint label={t('shell.home')} keys={HOME_KEYS}>
              <ActionIcon aria-label={t('shell.home')} onClick={view.getState().goHome}>
                <IconHome size={16} stroke={1.7} />
              </ActionIcon>
            </Hint>
            <ClusterSwitch cluster={cluster} />
          </>
        )}
      </div>
      <button type="button" className={classes.search} onClick={() => view.getState().showDialog({ kind: 'palette' })}>
        <IconSearch size={14} stroke={1.7} />
        <span className={classes.searchText}>{t('shell.palette')}</span>
        {paletteKey !== null && <Kbd>{paletteKey}</Kbd>}
      </button>
      <div className={classes.side} data-end>
        <ThemeMenu />
        <Hint label={t('shell.shortcuts')} keys={SHORTCUT_KEYS}>
          <ActionIcon
            aria-label={t('shell.shortcuts')}
            onClick={() => view.getState().showDialog({ kind: 'shortcuts' })}
          >
            <IconKeyboard size={16} stroke={1.7} />
          </ActionIcon>
        </Hint>
        <Hint label={t('settings.title')} keys={SETTINGS_KEYS}>
          <ActionIcon aria-label={t('settings.title')} onClick={() => view.getState().showSettings('general')}>
            <IconSettings size={16} stroke={1.7} />
          </ActionIcon>
        </Hint>
      </div>
    </header>
  );
}
