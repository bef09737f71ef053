import type { ReactElement } from 'react';
import { HeaderCell, type HeaderProps } from './header-cell.tsx';
import classes from './virtual-table.module.css';

export function HeaderRow<Row>(props: HeaderProps<Row>): ReactElement {
  return (
    <div role="rowgroup" className={classes.header}>
      <div role="row" aria-rowindex={1} className={classes.headerRow}>
        {props.columns.map((column, place) => (
          <HeaderCell key={column.id} {...props} column={column} place={place} />
        ))}
      </div>
    </div>
  );
}
