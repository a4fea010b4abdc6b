import { viewerDeleted } from '#shared/catalogue/topics/stores.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { toDisposable } from '#shared/kernel/disposable.ts';
import type { RandomSource } from '#shared/kernel/random.ts';
import { createStreamFollower } from '../../client/follow-stream.ts';
import type { Session } from '../../client/session.ts';
import type { StreamName } from './define-stream.ts';
import { streamNames, streams, type StreamStores } from './table.ts';

/** One followed stream. */
interface Followed {
  /** Reads from where it stopped, until the signal aborts. */
  readonly follow: (signal: AbortSignal) => void;
  /** Lets go of what may be of a deleted viewer, and reads again what is left. */
  readonly forgetViewers: (heard: boolean, signal: AbortSignal) => void;
}

interface FollowOptions {
  readonly session: Session;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly stores: StreamStores;
  /**
   * Called when words of people are let go: with true when the host said that a viewer was deleted, with false when that may be
   * among what was missed.
   */
  readonly onForget: (heard: boolean) => void;
}

const followStream = <Name extends StreamName>(
  name: Name,
  stores: Pick<StreamStores, Name>,
  { session: { client }, clock, random }: Pick<FollowOptions, 'session' | 'clock' | 'random'>,
  onDeletion: (heard: boolean) => void,
): Followed => {
  const definition = streams[name];
  const store = stores[name];
  const watch = definition.watch(client);
  const follower = createStreamFollower({
    clock,
    random,
    open: (resume, signal) => watch({ resume }, { signal }),
    apply: (frame) => {
      definition.apply(store.getState(), frame);
      if (definition.eventsIn?.(frame).some(({ topic }) => topic === viewerDeleted.name)) onDeletion(true);
    },
    onGap: () => {
      if (!definition.noteGap) return;
      definition.noteGap(store.getState());
      onDeletion(false);
    },
  });
  let reading: AbortController | undefined;
  const followAgain = (signal: AbortSignal): void => {
    reading?.abort();
    reading = new AbortController();
    void follower.follow(AbortSignal.any([signal, reading.signal]));
  };
  const readBeside = (signal: AbortSignal): void => {
    // The stream goes on without it; the page that shows it asks again by itself.
    void definition.read?.(client, store.getState(), signal).catch(() => undefined);
  };
  return {
    follow: (signal) => {
      followAgain(signal);
      readBeside(signal);
    },
    forgetViewers: (heard, signal) => {
      if (!definition.forgetViewers) return;
      definition.forgetViewers(store.getState(), heard);
      if (signal.aborted) return;
      if (definition.startsOver) {
        follower.forget();
        followAgain(signal);
      }
      readBeside(signal);
    },
  };
};

/** Feeds the stores from the host's streams for as long as the session lives, across reconnects. */
export const followHost = (options: FollowOptions): Disposable => {
  const { session, onForget } = options;
  let reading = new AbortController();
  /** Frames do not say which viewer was deleted: every stream that may hold words of people lets go of them. */
  const forgetViewers = (heard: boolean): void => {
    onForget(heard);
    for (const stream of followed) stream.forgetViewers(heard, reading.signal);
  };
  const followed = streamNames.map((name) => followStream(name, options.stores, options, forgetViewers));
  const onState = (): void => {
    reading.abort();
    if (session.state().phase !== 'connected') return;
    reading = new AbortController();
    for (const stream of followed) stream.follow(reading.signal);
  };
  const subscription = session.onChange(onState);
  onState();
  return toDisposable(() => {
    subscription[Symbol.dispose]();
    reading.abort();
  });
};
