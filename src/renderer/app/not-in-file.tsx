import { Button } from '@mantine/core';
import type { PageId } from '../model/route.ts';
import { useIncident, useStores } from '../stores/stores-context.tsx';
import { EmptyState } from '../ui/index.ts';

/** What an incident file has nothing of, as a title. */
const absent: Readonly<Partial<Record<PageId, string>>> = {
  settings: 'A file has no settings to change',
  rehearsal: 'A file cannot be rehearsed',
};

/** Why the open incident file has nothing to show on a page; null where it has, or while none is open. */
export const useAbsence = (page: PageId): string | null => {
  const file = useIncident((state) => state.file);
  if (!file) return null;
  if (page === 'chat' && file.content.chat.length === 0) return 'This file was saved without chat';
  return absent[page] ?? null;
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
