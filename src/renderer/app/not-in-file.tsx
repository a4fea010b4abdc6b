import { Button } from '@mantine/core';
import type { PageDefinition } from '../registry/page.ts';
import { useIncident, useStores } from '../stores/stores-context.tsx';
import { EmptyState } from '../ui/index.ts';

/** Returns why the open incident file has nothing to show on a page; null where it has, or while none is open. */
export const useAbsence = ({ absentIn }: PageDefinition): string | null => {
  const file = useIncident((state) => state.file);
  return file && absentIn ? absentIn(file.content) : null;
};

/** In place of a page of which an incident file has nothing. */
export const NotInFile = ({ title }: { title: string }) => {
  const { incident } = useStores();
  return (
    <EmptyState
      title={title}
      action={<Button onClick={() => incident.getState().close()}>Back to the live show</Button>}
    >
      It holds events, health, the graph, and chat where that was asked for. Nothing in it can be acted on.
    </EmptyState>
  );
};
