import type { ReactNode } from 'react';
import { ForeignText } from './foreign-text.tsx';
import classes from './table.module.css';

/**
 * A table. `data-cell` sets the kind of a cell: `number` is right-aligned in data type, `sentence` takes the
 * remaining width, `actions` are buttons at the right. A selected row has `data-selected`.
 */
export const Table = ({
  label,
  fill = false,
  framed = false,
  children,
}: {
  label: string;
  /** True to fill the available height and scroll inside, with a sticky header. */
  fill?: boolean;
  /** True for a table of its own, with a border and text that may wrap. */
  framed?: boolean;
  children: ReactNode;
}) => (
  <div className={classes.scroll} data-fill={fill || undefined} data-framed={framed || undefined}>
    <table className={classes.table} aria-label={label}>
      {children}
    </table>
  </div>
);

/** The name in a row, which opens the row's subject. */
export const TableName = ({
  inside = false,
  onOpen,
  children,
}: {
  /** True for a row below the row that it belongs to. */
  inside?: boolean;
  readonly onOpen: () => void;
  /** Foreign text; isolated here. */
  children: string;
}) => (
  <button type="button" className={classes.name} data-inside={inside || undefined} onClick={onOpen}>
    <ForeignText>{children}</ForeignText>
  </button>
);
