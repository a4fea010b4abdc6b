import type { ReactNode } from 'react';
import { ForeignText } from './foreign-text.tsx';
import classes from './table.module.css';

/**
 * A table of things with facts. A cell says by `data-cell` what it holds: `number` stands at the right in data type,
 * `sentence` takes the room that is left, `actions` are buttons at the right. A row that is selected has `data-selected`.
 */
export const Table = ({
  label,
  fill = false,
  framed = false,
  children,
}: {
  label: string;
  /** Whether it is as high as its place and scrolls in it, with its head in sight. */
  fill?: boolean;
  /** Whether it stands by itself, with a border round it and words that may take several lines. */
  framed?: boolean;
  children: ReactNode;
}) => (
  <div className={classes.scroll} data-fill={fill || undefined} data-framed={framed || undefined}>
    <table className={classes.table} aria-label={label}>
      {children}
    </table>
  </div>
);

/** The name of a row's thing, which opens it. */
export const TableName = ({
  inside = false,
  onOpen,
  children,
}: {
  /** Whether it belongs to the row above and stands under it. */
  inside?: boolean;
  readonly onOpen: () => void;
  /** Foreign text, isolated here. */
  children: string;
}) => (
  <button type="button" className={classes.name} data-inside={inside || undefined} onClick={onOpen}>
    <ForeignText>{children}</ForeignText>
  </button>
);
