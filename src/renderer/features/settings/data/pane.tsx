import type { ReactNode } from 'react';
import { ForeignText } from '../../../ui/index.ts';
import classes from './data.module.css';

/** A page of the settings that is not a form. */
export const Pane = ({
  title,
  description,
  actions,
  children,
}: {
  title: string;
  description: ReactNode;
  /** Buttons to the right of the heading. */
  actions?: ReactNode;
  children: ReactNode;
}) => (
  <div className={classes.pane}>
    <header className={classes.header}>
      <div className={classes.words}>
        <h2 className={classes.title}>{title}</h2>
        <p className={classes.description}>{description}</p>
      </div>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </header>
    {children}
  </div>
);

/** The reason why a request failed. */
export const Failure = ({ message }: { message: string | null }) =>
  message === null ? null : (
    <p className={classes.failure} role="alert">
      <ForeignText>{message}</ForeignText>
    </p>
  );
