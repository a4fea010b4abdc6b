import { Button, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { ForeignText } from './foreign-text.tsx';
import classes from './states.module.css';

/** An empty view: what would be here, why it is not, and what to do. */
export const EmptyState = ({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) => (
  <div className={classes.state}>
    <p className={classes.title}>
      <ForeignText>{title}</ForeignText>
    </p>
    {children !== undefined && <div className={classes.text}>{children}</div>}
    {action}
  </div>
);

/** A view that failed to load, with a retry button. */
export const ErrorState = ({
  title,
  message,
  onRetry,
}: {
  title: string;
  message: string;
  onRetry?: () => void;
}) => (
  <div className={classes.state} role="alert">
    <p className={classes.title}>
      <ForeignText>{title}</ForeignText>
    </p>
    <p className={classes.text}>
      <ForeignText>{message}</ForeignText>
    </p>
    {onRetry && <Button onClick={onRetry}>Try again</Button>}
  </div>
);

/** A view that is loading; `what` describes it. */
export const LoadingState = ({ what }: { what: string }) => (
  <output className={classes.state}>
    <Loader size={20} aria-hidden="true" />
    <span className={classes.text}>{what}</span>
  </output>
);
