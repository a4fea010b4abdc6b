import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatRoute } from '../model/route.ts';
import type { PageDefinition } from '../registry/page.ts';
import { usePreferences, useRoute, useStores } from '../stores/stores-context.tsx';
import { KeyHint } from '../ui/index.ts';
import { CuelightMark } from './cuelight-mark.tsx';
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

const texts = { pages: 'Pages', expand: 'Expand sidebar', collapse: 'Collapse sidebar' } as const;

const withoutBadge = { useCount: () => 0, words: () => '' };

const RailItem = ({ page, expanded }: { page: PageDefinition; expanded: boolean }) => {
  const { navigation } = useStores();
  const route = useRoute();
  const { icon: PageIcon, title, keys, id, badge = withoutBadge } = page;
  const count = badge.useCount();
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
        {count > 0 && (
          <span className={classes.count}>
            {count}
            <VisuallyHidden> {badge.words(count)}</VisuallyHidden>
          </span>
        )}
        {expanded && count === 0 && (
          <span className={classes.hint} aria-hidden="true">
            <KeyHint keys={keys} />
          </span>
        )}
      </a>
    </WithTooltip>
  );
};

/** The sidebar with the pages, at the left: with words, or collapsed with words on hover. */
export const Rail = ({ pages }: { pages: readonly PageDefinition[] }) => {
  const { preferences } = useStores();
  const wide = useMediaQuery('(min-width: 1180px)', true, { getInitialValueInEffect: false });
  const prefersExpanded = usePreferences((state) => state.railExpanded);
  const expanded = prefersExpanded && wide;
  const main = pages.filter((page) => !page.last);
  const last = pages.filter((page) => page.last);
  const item = (page: PageDefinition) => <RailItem key={page.id} page={page} expanded={expanded} />;
  return (
    <nav className={classes.rail} data-expanded={expanded || undefined} aria-label={texts.pages}>
      <div className={classes.brand}>
        <CuelightMark />
        {expanded && <span className={classes.name}>Cuelight</span>}
      </div>
      {main.map(item)}
      <div className={classes.gap} />
      {last.map(item)}
      {wide && (
        <WithTooltip label={texts.expand} off={expanded}>
          <UnstyledButton
            className={classes.item}
            onClick={() => preferences.getState().change({ railExpanded: !prefersExpanded })}
          >
            {expanded ? (
              <IconLayoutSidebarLeftCollapse size={16} stroke={1.5} aria-hidden="true" />
            ) : (
              <IconLayoutSidebarLeftExpand size={16} stroke={1.5} aria-hidden="true" />
            )}
            {expanded ? (
              <span className={classes.label}>{texts.collapse}</span>
            ) : (
              <VisuallyHidden>{texts.expand}</VisuallyHidden>
            )}
          </UnstyledButton>
        </WithTooltip>
      )}
    </nav>
  );
};
