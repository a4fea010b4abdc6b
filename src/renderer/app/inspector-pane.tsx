import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Suspense } from 'react';
import type { Selection } from '../data/route.ts';
import { useStores } from '../stores/stores-context.tsx';
import { LoadingState } from '../ui/index.ts';
import classes from './inspector-pane.module.css';
import { PageBoundary } from './page-boundary.tsx';
import { inspectors } from './pages.tsx';

/** The pane at the right: whatever is selected. Esc closes it. */
export const InspectorPane = ({ selection }: { selection: Selection }) => {
  const { navigation } = useStores();
  const Inspector = inspectors[selection.kind];
  return (
    <aside className={classes.pane} aria-label="Inspector">
      <ActionIcon
        className={classes.close}
        aria-label="Close the inspector (Esc)"
        onClick={() => navigation.getState().select(null)}
      >
        <IconX size={16} stroke={1.5} aria-hidden="true" />
      </ActionIcon>
      <PageBoundary key={`${selection.kind}:${selection.id}`}>
        <Suspense fallback={<LoadingState what="Opening the inspector" />}>
          <Inspector id={selection.id} />
        </Suspense>
      </PageBoundary>
    </aside>
  );
};
