import type { ComponentView } from '#shared/model/index.ts';
import { blockerOf, statusOf, unseenStatus, type Status } from '../text/status-words.ts';
import { useNow } from '../ui/now.tsx';
import { usePast } from './past-view.tsx';
import { useConnection, useSystem } from './stores-context.tsx';

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
 * Returns the moment that the page shows: the present, a past moment, or the last one before the connection
 * was lost.
 */
export const useShownTime = (): number => {
  const now = useNow();
  const past = usePast();
  const connection = useConnection();
  if (past) return past.at;
  return connection.phase === 'connected' ? now : connection.since;
};
