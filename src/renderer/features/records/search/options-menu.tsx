import { ActionIcon, Checkbox, Popover } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { Hint } from '../../../app/hint.tsx';
import { t } from '../../../app/texts.ts';
import type { ReadOptions } from '../use-read-options.ts';
import type { Popovers } from './use-popovers.ts';
import classes from './search.module.css';

/** What is seldom changed: isolation, markers, the latest of each key. */
export function OptionsMenu({ options, popovers }: { readonly options: ReadOptions; readonly popovers: Popovers }) {
  const { settings, change } = options;
  const { committed, markers, latestPerKey, until } = settings;
  const isOpen = popovers.open === 'options';
  const isPlain = committed && !latestPerKey;
  return (
    <Popover
      opened={isOpen}
      onChange={(opened) => popovers.set(opened ? 'options' : null)}
      position="bottom-start"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <span className={classes.iconSlot}>
          <Hint label={t('search.options')}>
            <ActionIcon
              size={28}
              aria-label={t('search.options')}
              aria-expanded={isOpen}
              data-set={isPlain ? undefined : true}
              className={classes.iconButton}
              onClick={() => popovers.set(isOpen ? null : 'options')}
            >
              <IconAdjustmentsHorizontal size={16} />
            </ActionIcon>
          </Hint>
        </span>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('search.options')}>
        <div className={classes.optionList}>
          <Checkbox
            data-autofocus
            label={t('search.committed')}
            description={t('search.committedHint')}
            checked={committed}
            onChange={(event) => change({ committed: event.currentTarget.checked })}
          />
          <Checkbox
            label={t('search.markers')}
            description={t('search.markersHint')}
            checked={markers}
            disabled={committed}
            onChange={(event) => change({ markers: event.currentTarget.checked })}
          />
          <Checkbox
            label={t('search.latestPerKey')}
            description={t('search.latestPerKeyHint')}
            checked={latestPerKey}
            disabled={until.kind === 'never'}
            onChange={(event) => change({ latestPerKey: event.currentTarget.checked })}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
