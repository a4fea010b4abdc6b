import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatRoute } from '../model/route.ts';
import { problemsOf } from '../model/health.ts';
import { usePreferences, useRoute, useStores, useSystem } from '../stores/stores-context.tsx';
import { KeyHint } from '../ui/index.ts';
import { CuelightMark } from './cuelight-mark.tsx';
import { pages, type PageEntry } from './pages.tsx';
import classes from './rail.module.css';

const WithTooltip = ({
  label,
  off,
  children,
}: {
  label: ReactNode;
  off: boolean;
  children: React.ReactElement;
}) =>
  off ? (
    children
  ) : (
    <Tooltip label={label} position="right">
      {children}
    </Tooltip>
  );

const RailItem = ({ page, expanded, problems }: { page: PageEntry; expanded: boolean; problems: number }) => {
  const { navigation } = useStores();
  const route = useRoute();
  const { icon: PageIcon, title, keys, id } = page;
  return (
    <WithTooltip label={title} off={expanded}>
      <a
        className={classes.item}
        href={formatRoute({ page: id, selection: route.selection, params: {} })}
        aria-current={route.page === id ? 'page' : undefined}
        onClick={(event) => {
          event.preventDefault();
          navigation.getState().goTo(id);
        }}
      >
        <PageIcon size={16} stroke={1.5} aria-hidden="true" />
        {expanded ? <span className={classes.label}>{title}</span> : <VisuallyHidden>{title}</VisuallyHidden>}
        {problems > 0 && (
          <span className={classes.count}>
            {problems}
            <VisuallyHidden> {problems === 1 ? 'problem' : 'problems'}</VisuallyHidden>
          </span>
        )}
        {expanded && problems === 0 && (
          <span className={classes.hint} aria-hidden="true">
            <KeyHint keys={keys} />
          </span>
        )}
      </a>
    </WithTooltip>
  );
};

/** The pages, at the left: with words, or narrow with words on hover. */
export const Rail = () => {
  const { preferences } = useStores();
  const wide = useMediaQuery('(min-width: 1180px)', true, { getInitialValueInEffect: false });
  const wanted = usePreferences((state) => state.railExpanded);
  const expanded = wanted && wide;
  const problems = useSystem((state) => problemsOf(state.verdict));
  const main = pages.filter((page) => page.id !== 'settings');
  const last = pages.filter((page) => page.id === 'settings');
  const item = (page: PageEntry) => (
    <RailItem key={page.id} page={page} expanded={expanded} problems={page.id === 'health' ? problems : 0} />
  );
  return (
    <nav className={classes.rail} data-expanded={expanded || undefined} aria-label="Pages">
      <div className={classes.brand}>
        <CuelightMark />
        {expanded && <span className={classes.name}>Cuelight</span>}
      </div>
      {main.map(item)}
      <div className={classes.gap} />
      {last.map(item)}
      {wide && (
        <WithTooltip label="Widen the rail" off={expanded}>
          <UnstyledButton
            className={classes.item}
            onClick={() => preferences.getState().change({ railExpanded: !wanted })}
          >
            {expanded ? (
              <IconLayoutSidebarLeftCollapse size={16} stroke={1.5} aria-hidden="true" />
            ) : (
              <IconLayoutSidebarLeftExpand size={16} stroke={1.5} aria-hidden="true" />
            )}
            {expanded ? (
              <span className={classes.label}>Narrow</span>
            ) : (
              <VisuallyHidden>Widen the rail</VisuallyHidden>
            )}
          </UnstyledButton>
        </WithTooltip>
      )}
    </nav>
  );
};
