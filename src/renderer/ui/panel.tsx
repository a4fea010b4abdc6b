import type { ReactNode } from 'react';
import classes from './panel.module.css';

/** A raised box with a heading. Panels are never nested. */
export const Panel = ({
  title,
  aside,
  padded = true,
  children,
}: {
  title: string;
  /** Content at the right of the heading. */
  aside?: ReactNode;
  padded?: boolean;
  children: ReactNode;
}) => (
  <section className={classes.panel} aria-label={title}>
    <header className={classes.header}>
      <h2 className={classes.title}>{title}</h2>
      {aside !== undefined && <div className={classes.aside}>{aside}</div>}
    </header>
    <div className={padded ? classes.padded : undefined}>{children}</div>
  </section>
);

/** A section of a panel or of the inspector, under a line. */
export const Section = ({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) => (
  <section className={classes.section} aria-label={title}>
    <header className={classes.sectionHeader}>
      <h3 className={classes.sectionTitle}>{title}</h3>
      {aside !== undefined && <div className={classes.aside}>{aside}</div>}
    </header>
    {children}
  </section>
);
