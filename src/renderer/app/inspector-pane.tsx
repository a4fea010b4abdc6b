import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Suspense, useEffect, useRef } from 'react';
import { useShortcuts } from '../a11y/use-shortcuts.ts';
import type { Selection } from '../model/route.ts';
import { useIsStale } from '../stores/use-status.ts';
import { useStores } from '../stores/stores-context.tsx';
import { LoadingState } from '../ui/index.ts';
import classes from './inspector-pane.module.css';
import { inspectors } from './inspectors.ts';
import { PageBoundary } from './page-boundary.tsx';

/** Returns the focus to its previous element when the pane closes. */
const useReturnedFocus = (pane: React.RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    let origin: HTMLElement | null = null;
    const note = (): void => {
      const { activeElement } = document;
      if (!(activeElement instanceof HTMLElement) || pane.current?.contains(activeElement)) return;
      // A dialog returns the focus itself, and it no longer exists when the pane closes.
      if (!activeElement.closest('[role="dialog"]')) origin = activeElement;
    };
    note();
    document.addEventListener('focusin', note);
    return () => {
      document.removeEventListener('focusin', note);
      if (document.activeElement === document.body) origin?.focus();
    };
  }, [pane]);
};

/** The pane at the right with the details of the selection. I moves the focus into it, Esc closes it. */
export const InspectorPane = ({ selection }: { selection: Selection }) => {
  const { navigation } = useStores();
  const stale = useIsStale();
  const pane = useRef<HTMLElement>(null);
  useReturnedFocus(pane);
  useShortcuts({ i: () => pane.current?.focus() });
  const Inspector = inspectors[selection.kind];
  return (
    <aside
      ref={pane}
      className={classes.pane}
      tabIndex={-1}
      data-stale={stale || undefined}
      aria-label="Inspector"
    >
      <ActionIcon
        className={classes.close}
        aria-label="Close the inspector (Esc)"
        onClick={() => navigation.getState().select(null)}
      >
        <IconX size={16} stroke={1.5} aria-hidden="true" />
      </ActionIcon>
      <PageBoundary key={`${selection.kind}:${selection.id}`}>
        <Suspense fallback={<LoadingState what="Loading…" />}>
          <Inspector id={selection.id} />
        </Suspense>
      </PageBoundary>
    </aside>
  );
};
