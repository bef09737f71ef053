import { Button } from '@mantine/core';
import { IconSortAscending, IconSortDescending } from '@tabler/icons-react';
import { Hint } from '../../../app/hint.tsx';
import { t } from '../../../app/texts.ts';
import type { ReadOptions } from '../use-read-options.ts';
import { orderFor } from './read-settings.ts';
import { ORDER_KEYS } from './keys.ts';
import classes from './search.module.css';

/** Oldest or newest first: one click for the other, or why there is no choice. */
export function OrderButton({ options }: { readonly options: ReadOptions }) {
  const { order } = options.settings;
  const text = t(order === 'oldest' ? 'search.orderOldest' : 'search.orderNewest');
  const isFixed = orderFor(options.settings) !== null;
  const Icon = order === 'oldest' ? IconSortAscending : IconSortDescending;
  return (
    <Hint label={t(isFixed ? 'search.orderFixed' : 'search.orderSwitch', { order: text })} keys={ORDER_KEYS}>
      <Button
        className={classes.orderButton}
        aria-label={`${t('search.order')}: ${text}`}
        {...(isFixed ? { 'data-disabled': true, 'aria-disabled': true } : {})}
        leftSection={<Icon size={15} />}
        onClick={options.switchOrder}
      >
        <span className={classes.wideOnly}>{text}</span>
      </Button>
    </Hint>
  );
}
