import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import type { EventRecord } from '#shared/model/index.ts';
import { createEventMatcher, type ShownEvents } from '../../model/event-filter.ts';
import { useConnection, useEvents } from '../../stores/stores-context.tsx';
import { useEventSentence } from '../../stores/use-event-sentence.ts';
import { useFollow, type Follow } from '../../ui/use-follow.ts';
import { useOlderEvents, type OlderEvents } from './use-older-events.ts';

/** With fewer rows than this the journal is asked for more without being scrolled to. */
const ROWS_TO_FILL = 80;
const TYPING_MS = 250;

export interface EventList {
  /** What is shown, oldest first. */
  readonly items: readonly EventRecord[];
  /** How many of them were put in front from the journal. */
  readonly olderCount: number;
  /** Events that came since the list was held and that the filter lets through. */
  readonly waiting: number;
  readonly follow: Follow<EventRecord>;
  readonly older: OlderEvents;
  /** Changes when the list begins anew. */
  readonly listKey: string;
  /** The words of an event, with the chat message that it is about. */
  readonly say: (event: EventRecord) => string;
  /** Every live event held here, whatever the filter. */
  readonly held: readonly EventRecord[];
}

/** The journal and the live stream as one list, filtered. Typing is answered here at once and by the journal soon after. */
export const useEventList = (wanted: ShownEvents): EventList => {
  const ring = useEvents((state) => state.ring);
  const follow = useFollow(ring);
  const [text] = useDebouncedValue(wanted.text, TYPING_MS);
  const { level, component, topic, from, to } = wanted;
  const asked = useMemo(
    () => ({ text, level, component, topic, from, to }),
    [text, level, component, topic, from, to],
  );
  const matches = useMemo(
    () => createEventMatcher({ text: wanted.text, level, component, topic, from, to }),
    [wanted.text, level, component, topic, from, to],
  );
  const say = useEventSentence();
  const fits = useMemo(() => (event: EventRecord) => matches(event, say), [matches, say]);
  const live = follow.shown.items;
  const older = useOlderEvents(asked, live[0] ?? null);
  const settled = text === wanted.text;
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
    held: ring.items,
  };
};
