import { viewerDeleted } from '#shared/catalogue/topics/stores.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { toDisposable } from '#shared/kernel/disposable.ts';
import type { RandomSource } from '#shared/kernel/random.ts';
import { createStreamFollower } from '../client/follow-stream.ts';
import type { Session } from '../client/session.ts';
import type { QuerySlot } from '../queries/query-slot.ts';
import type { ChatStore } from './chat-store.ts';
import type { DraftsStore } from './drafts-store.ts';
import type { EventsStore } from './events-store.ts';
import type { MetricsStore } from './metrics-store.ts';
import type { ObsStore } from './obs-store.ts';
import type { RehearsalStore } from './rehearsal-store.ts';
import type { SystemStore } from './system-store.ts';

const EVENTS_READ_AT_START = 500;

/** Feeds the stores from the host's streams for as long as the session lives, across reconnects. */
export const followHost = (options: {
  session: Session;
  clock: Clock;
  random: RandomSource;
  system: SystemStore;
  metrics: MetricsStore;
  events: EventsStore;
  chat: ChatStore;
  drafts: DraftsStore;
  obs: ObsStore;
  rehearsal: RehearsalStore;
  queries: QuerySlot;
}): Disposable => {
  const { session, clock, random, system, metrics, events, chat, drafts, obs, rehearsal, queries } = options;
  const { client } = session;

  const readJournal = async (signal: AbortSignal): Promise<void> => {
    const page = await client.events.query({ limit: EVENTS_READ_AT_START }, { signal });
    events.getState().prefill({ ...page, events: page.events.toReversed() });
  };
  const chatFollower = createStreamFollower({
    clock,
    random,
    open: (resume, signal) => client.chat.watch({ resume }, { signal }),
    apply: (frame) => chat.getState().apply(frame),
  });
  const followers = [
    createStreamFollower({
      clock,
      random,
      open: (resume, signal) => client.system.watch({ resume }, { signal }),
      apply: (frame) => system.getState().apply(frame),
    }),
    createStreamFollower({
      clock,
      random,
      open: (resume, signal) => client.metrics.watch({ resume }, { signal }),
      apply: (frame) => metrics.getState().apply(frame),
    }),
    createStreamFollower({
      clock,
      random,
      open: (resume, signal) => client.events.watch({ resume }, { signal }),
      apply: (frame) => {
        events.getState().apply(frame);
        if (frame.events.some(({ topic }) => topic === viewerDeleted.name)) {
          drafts.getState().answerChat(null);
          events.getState().forgetBefore(viewerDeleted.name);
          readAgain();
        }
      },
      // The deletion of a viewer may be among what was missed: an earlier one says nothing of what is held since.
      onGap: () => {
        events.getState().noteGap();
        events.getState().forgetAll();
        readAgain();
      },
    }),
    createStreamFollower({
      clock,
      random,
      open: (resume, signal) => client.obs.watch({ resume }, { signal }),
      apply: (frame) => obs.getState().apply(frame),
    }),
    createStreamFollower({
      clock,
      random,
      open: (resume, signal) => client.rehearsal.watch({ resume }, { signal }),
      apply: (frame) => rehearsal.getState().apply(frame),
    }),
  ];

  let reading: AbortController | undefined;
  let readingChat: AbortController | undefined;
  const followChat = (signal: AbortSignal): void => {
    readingChat?.abort();
    readingChat = new AbortController();
    void chatFollower.follow(AbortSignal.any([signal, readingChat.signal]));
  };
  /** Nothing says which viewer was deleted: what this window holds is let go and read again from where they are gone. */
  const readAgain = (): void => {
    chat.getState().forget();
    queries.current?.forget();
    if (!reading || reading.signal.aborted) return;
    chatFollower.forget();
    followChat(reading.signal);
    void readJournal(reading.signal).catch(() => undefined);
  };
  const onState = (): void => {
    reading?.abort();
    if (session.state().phase !== 'connected') return;
    reading = new AbortController();
    const { signal } = reading;
    for (const follower of followers) void follower.follow(signal);
    followChat(signal);
    // The stream goes on without the past; the Events page asks again by itself.
    void readJournal(signal).catch(() => undefined);
  };
  const subscription = session.onChange(onState);
  onState();
  return toDisposable(() => {
    subscription[Symbol.dispose]();
    reading?.abort();
  });
};
