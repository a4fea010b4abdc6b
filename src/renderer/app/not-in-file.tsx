import { Button } from '@mantine/core';
import type { PageDefinition } from '../registry/page.ts';
import { useDiagnostics, useStores } from '../stores/stores-context.tsx';
import { EmptyState } from '../ui/index.ts';

const texts = {
  close: 'Close bundle',
  contents: 'A diagnostic bundle contains events, health, the graph and, if included, chat. It is read-only.',
} as const;

/** Returns why the open bundle has nothing for a page; null when it has something or no bundle is open. */
export const useAbsence = ({ absentIn }: PageDefinition): string | null => {
  const file = useDiagnostics((state) => state.file);
  return file && absentIn ? absentIn(file.content) : null;
};

/** Replaces a page for which the open bundle has no data. */
export const NotInFile = ({ title }: { title: string }) => {
  const { diagnostics } = useStores();
  return (
    <EmptyState
      title={title}
      action={<Button onClick={() => diagnostics.getState().close()}>{texts.close}</Button>}
    >
      {texts.contents}
    </EmptyState>
  );
};
