import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import type { EventRecord } from '#shared/model/index.ts';
import { createEventMatcher, type ShownEvents } from '../../model/event-filter.ts';
import { useConnection, useEvents } from '../../stores/stores-context.tsx';
import { useEventSentence } from '../../stores/use-event-sentence.ts';
import { useFollow, type Follow } from '../../ui/use-follow.ts';
import { useOlderEvents, type OlderEvents } from './use-older-events.ts';

/** With fewer rows than this, older events are loaded without scrolling. */
const ROWS_TO_FILL = 80;
const TYPING_MS = 250;

export interface EventList {
  /** Events of the list, oldest first. */
  readonly items: readonly EventRecord[];
  /** Number of events at the start that are from the journal. */
  readonly olderCount: number;
  /** Number of events that match the filter and arrived since the list was paused. */
  readonly waiting: number;
  readonly follow: Follow<EventRecord>;
  readonly older: OlderEvents;
  /** Changes when the list starts over. */
  readonly listKey: string;
  /** Returns the sentence of an event, with the text of its chat message. */
  readonly say: (event: EventRecord) => string;
  /** All live events of this window, without the filter. */
  readonly allLive: readonly EventRecord[];
}

/**
 * Joins the journal and the live events into one filtered list. Typing filters the loaded events at once, and
 * the journal after a pause.
 */
export const useEventList = (filter: ShownEvents): EventList => {
  const ring = useEvents((state) => state.ring);
  const follow = useFollow(ring);
  const [text] = useDebouncedValue(filter.text, TYPING_MS);
  const { level, component, topic, from, to } = filter;
  const asked = useMemo(
    () => ({ text, level, component, topic, from, to }),
    [text, level, component, topic, from, to],
  );
  const matches = useMemo(
    () => createEventMatcher({ text: filter.text, level, component, topic, from, to }),
    [filter.text, level, component, topic, from, to],
  );
  const say = useEventSentence();
  const fits = useMemo(() => (event: EventRecord) => matches(event, say), [matches, say]);
  const live = follow.shown.items;
  const older = useOlderEvents(asked, live[0] ?? null);
  const settled = text === filter.text;
  const olderEvents = useMemo(
    () => (settled ? older.events : older.events.filter(fits)),
    [settled, older.events, fits],
  );
  const items = useMemo(() => [...olderEvents, ...live.filter(fits)], [olderEvents, live, fits]);
  const waiting = useMemo(() => follow.waiting.filter(fits).length, [follow.waiting, fits]);

  const { phase, loadMore } = older;
  const connected = useConnection().phase === 'connected';
  const tooFew = items.length < ROWS_TO_FILL && phase === 'idle' && settled && connected;
  useEffect(() => {
    if (tooFew) loadMore();
  }, [tooFew, loadMore]);

  return {
    items,
    olderCount: olderEvents.length,
    waiting,
    follow,
    older,
    listKey: `${JSON.stringify(asked)} ${older.generation}`,
    say,
    allLive: ring.items,
  };
};
