import type { ReactNode } from 'react';
import { ForeignText } from './foreign-text.tsx';
import classes from './facts.module.css';

/** A list of names and values. */
export const Facts = ({ children }: { children: ReactNode }) => <dl className={classes.facts}>{children}</dl>;

/** One name and its value; ids, numbers and times are in mono. */
export const Fact = ({
  name,
  data = false,
  children,
}: {
  name: string;
  data?: boolean;
  children: ReactNode;
}) => (
  <div className={classes.fact}>
    <dt>
      <ForeignText>{name}</ForeignText>
    </dt>
    <dd data-mono={data || undefined}>{children}</dd>
  </div>
);
