import { useCallback, useState } from 'react';
import type { EventRecord } from '#shared/model/index.ts';
import { useRoute, useStores } from '../../stores/stores-context.tsx';
import type { EventList } from './use-event-list.ts';

const PAGE_ROWS = 10;

export interface EventCursor {
  /** The event that the keys move from; null before the first key. */
  readonly activeId: string | null;
  /** Moves to an event and shows it in the inspector. */
  readonly open: (event: EventRecord) => void;
  /** Handles a key. Returns false for one that it does not use. */
  readonly onKey: (key: string) => boolean;
}

/** Moves through the list of events by keys. `reveal` scrolls a row into view. */
export const useEventCursor = (
  { items, follow }: Pick<EventList, 'items' | 'follow'>,
  reveal: (index: number) => void,
): EventCursor => {
  const { navigation } = useStores();
  const { selection } = useRoute();
  const [activeId, setActiveId] = useState<string | null>(null);
  const open = useCallback(
    ({ id }: EventRecord) => {
      setActiveId(id);
      navigation.getState().select({ kind: 'event', id });
    },
    [navigation],
  );

  const moveTo = (index: number): void => {
    const event = items[index];
    if (!event) return;
    if (follow.mode === 'following') follow.hold('reading');
    setActiveId(event.id);
    reveal(index);
    if (selection?.kind === 'event') open(event);
  };
  const onKey = (key: string): boolean => {
    const at = items.findIndex((event) => event.id === activeId);
    const from = at < 0 ? items.length : at;
    const last = items.length - 1;
    switch (key) {
      case ' ':
        if (follow.mode === 'following') follow.hold('paused');
        else follow.follow();
        return true;
      case 'ArrowUp':
        moveTo(Math.max(0, from - 1));
        return true;
      case 'ArrowDown':
        moveTo(Math.min(last, from + 1));
        return true;
      case 'PageUp':
        moveTo(Math.max(0, from - PAGE_ROWS));
        return true;
      case 'PageDown':
        moveTo(Math.min(last, from + PAGE_ROWS));
        return true;
      case 'Home':
        moveTo(0);
        return true;
      case 'Enter': {
        const active = items[at];
        if (active) open(active);
        return active !== undefined;
      }
      default:
        return false;
    }
  };
  return { activeId, open, onKey };
};
