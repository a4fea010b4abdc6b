import { createStore, type StoreApi } from 'zustand/vanilla';
import { viewerDeleted } from '#shared/catalogue/topics/stores.ts';
import type { EventsFrame } from '#shared/contract/index.ts';
import type { EventRecord } from '#shared/model/index.ts';
import { emptyRing, pushAll, type Ring } from '../../model/ring.ts';
import { defineStream } from './define-stream.ts';

/** How many live events this window holds. */
export const EVENTS_HELD = 10_000;

export interface EventsState {
  readonly ring: Ring<EventRecord>;
  /** How many the host held when this window opened; null until it said so. */
  readonly journalTotal: number | null;
  /** Time of the oldest event that the host holds. */
  readonly oldestAt: number | null;
  /** Events that arrived since the window opened. */
  readonly received: number;
  /** Events the host had to leave out because this window was too slow. */
  readonly dropped: number;
  /** Times that the stream was cut and an unknown number of events was missed. */
  readonly gaps: number;
  /** Puts what the journal holds and the stream did not tell where it belongs by time. */
  readonly prefill: (page: {
    events: readonly EventRecord[];
    total: number;
    oldestAt: number | null;
  }) => void;
  readonly apply: (frame: EventsFrame) => void;
  readonly noteGap: () => void;
  /** Lets go of all events before one of a topic, which stays; of all when there is none. */
  readonly forgetBefore: (topic: string) => void;
  /** Lets go of all events. */
  readonly forgetAll: () => void;
}
export type EventsStore = StoreApi<EventsState>;

/** The newest events, oldest first. */
export const createEventsStore = (): EventsStore =>
  createStore<EventsState>((set) => ({
    ring: emptyRing<EventRecord>(EVENTS_HELD),
    journalTotal: null,
    oldestAt: null,
    received: 0,
    dropped: 0,
    gaps: 0,
    prefill: ({ events, total, oldestAt }) =>
      set((state) => {
        const known = new Set(state.ring.items.map((event) => event.id));
        const unheard = events.filter((event) => !known.has(event.id));
        // After a cut, some of them belong between those that were heard.
        const inOrder = [...unheard, ...state.ring.items].sort((left, right) => left.at - right.at);
        return {
          ring: pushAll(emptyRing<EventRecord>(EVENTS_HELD), inOrder),
          journalTotal: total,
          oldestAt,
        };
      }),
    apply: (frame) =>
      set((state) => ({
        ring: pushAll(state.ring, frame.events),
        received: state.received + frame.events.length,
        dropped: state.dropped + frame.dropped,
      })),
    forgetBefore: (topic) =>
      set(({ ring }) => {
        const index = ring.items.findLastIndex((event) => event.topic === topic);
        return { ring: { ...ring, items: index < 0 ? [] : ring.items.slice(index) } };
      }),
    forgetAll: () => set(({ ring }) => ({ ring: { ...ring, items: [] } })),
    noteGap: () => set((state) => ({ gaps: state.gaps + 1 })),
  }));

const READ_AT_START = 500;

export const eventsStream = defineStream<EventsFrame, EventsState>({
  create: createEventsStore,
  watch: ({ events }) => events.watch,
  inFile: () => ({ events: [], dropped: 0 }),
  read: async ({ events }, state, signal) => {
    const page = await events.query({ limit: READ_AT_START }, { signal });
    state.prefill({ ...page, events: page.events.toReversed() });
  },
  noteGap: (state) => state.noteGap(),
  eventsIn: ({ events }) => events,
  // An earlier deletion says nothing of one that was missed.
  forgetViewers: (state, heard) => (heard ? state.forgetBefore(viewerDeleted.name) : state.forgetAll()),
});
