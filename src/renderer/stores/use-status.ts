import type { ComponentView } from '#shared/model/index.ts';
import { blockerOf, statusOf, unseenStatus, type Status } from '../text/status-words.ts';
import { useNow } from '../ui/now.tsx';
import { usePast } from './past-view.tsx';
import { useConnection, useDiagnostics, useSystem } from './stores-context.tsx';

/**
 * True while the window shows the last state before it lost the connection: nothing on the page is certain,
 * and no switch works. A page of the past needs no connection.
 */
export const useIsStale = (): boolean => {
  const { phase } = useConnection();
  return usePast() === null && phase !== 'connected';
};

/** Returns the status of a component for people; unknown while the window has no connection. */
export const useStatus = (component: ComponentView): Status => {
  const blocker = useSystem((state) => {
    const id = blockerOf(component);
    return id === null ? null : (state.components.get(id)?.title ?? id);
  });
  return useIsStale() ? unseenStatus : statusOf(component, blocker);
};

/**
 * Returns the latest moment that the window knows of: the present, the loss of the connection, or the save of
 * the open diagnostic bundle.
 */
export const useKnownTime = (): number => {
  const now = useNow();
  const connection = useConnection();
  const file = useDiagnostics((state) => state.file);
  if (file) return file.content.madeAt;
  return connection.phase === 'connected' ? now : connection.since;
};

/** Returns the moment that the page shows: a past moment, else the latest known one. */
export const useShownTime = (): number => {
  const known = useKnownTime();
  return usePast()?.at ?? known;
};
