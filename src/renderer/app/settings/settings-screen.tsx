import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Suspense, useEffect, useRef } from 'react';
import type { SettingsSection } from '../../state/view.ts';
import { useApp } from '../context.tsx';
import { ErrorBoundary } from '../error-boundary.tsx';
import { Hint } from '../hint.tsx';
import { t } from '../texts.ts';
import { SECTIONS, sectionTitle } from './sections.tsx';
import classes from './settings-screen.module.css';

const CLOSE_KEYS: ReadonlyArray<string> = ['escape'];

/** What belongs to the whole product, not to a cluster: a list of subjects, and the chosen one beside it. */
export function SettingsScreen({ section }: { readonly section: SettingsSection }) {
  const { showSettings, closeSettings } = useApp().view.getState();
  const root = useRef<HTMLDivElement>(null);
  const chosen = SECTIONS.find((each) => each.id === section) ?? SECTIONS[0];
  // Whoever came here by key goes on by key.
  useEffect(() => root.current?.querySelector<HTMLElement>('[aria-current]')?.focus(), [section]);
  return (
    <div
      ref={root}
      className={classes.screen}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) closeSettings();
      }}
    >
      <nav className={classes.list} aria-label={t('settings.title')}>
        <ul className={classes.places}>
          {SECTIONS.map(({ id, title, icon: Icon }) => (
            <li key={id}>
              <button
                type="button"
                className={classes.item}
                title={t(title)}
                aria-current={id === chosen?.id ? 'page' : undefined}
                onClick={() => showSettings(id)}
              >
                <Icon size={16} stroke={1.7} />
                <span className={classes.label}>{t(title)}</span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <section className={classes.content} aria-labelledby="settings-section">
        <header className={classes.head}>
          <h1 id="settings-section" className={classes.title}>
            {sectionTitle(section)}
          </h1>
          <Hint label={t('settings.close')} keys={CLOSE_KEYS}>
            <ActionIcon aria-label={t('settings.close')} onClick={closeSettings}>
              <IconX size={16} stroke={1.7} />
            </ActionIcon>
          </Hint>
        </header>
        {/* It scrolls, so keys must reach it. */}
        <div className={classes.body} key={section} tabIndex={0}>
          <ErrorBoundary>
            <Suspense>{chosen?.render()}</Suspense>
          </ErrorBoundary>
        </div>
      </section>
    </div>
  );
}
