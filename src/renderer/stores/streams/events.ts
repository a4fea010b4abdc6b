import { createStore, type StoreApi } from 'zustand/vanilla';
import { viewerDeleted } from '#shared/catalogue/topics/stores.ts';
import type { EventsFrame } from '#shared/contract/index.ts';
import type { EventRecord } from '#shared/model/index.ts';
import { emptyRing, pushAll, type Ring } from '../../model/ring.ts';
import { defineStream } from './define-stream.ts';

/** The largest number of live events in this window. */
export const EVENTS_HELD = 10_000;

export interface EventsState {
  readonly ring: Ring<EventRecord>;
  /** The number of events that the host had when this window opened; null until it is known. */
  readonly journalTotal: number | null;
  /** Time of the oldest event on the host. */
  readonly oldestAt: number | null;
  /** The number of events since the window opened. */
  readonly received: number;
  /** The number of events that the host skipped because this window was too slow. */
  readonly dropped: number;
  /** The number of gaps with an unknown number of missed events. */
  readonly gaps: number;
  /** Inserts the journal's events that the stream missed, in order of time. */
  readonly prefill: (page: {
    events: readonly EventRecord[];
    total: number;
    oldestAt: number | null;
  }) => void;
  readonly apply: (frame: EventsFrame) => void;
  readonly noteGap: () => void;
  /** Drops all events before the latest one of a topic; all events when there is none. */
  readonly forgetBefore: (topic: string) => void;
  /** Drops all events. */
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
        // After a gap, some of them belong between the known events.
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
  // An earlier deletion proves nothing about a missed one.
  forgetViewers: (state, heard) => (heard ? state.forgetBefore(viewerDeleted.name) : state.forgetAll()),
});
