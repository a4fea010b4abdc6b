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
  /** Reads from the last frame on, until the signal aborts. */
  readonly follow: (signal: AbortSignal) => void;
  /** Drops everything that may be about a deleted viewer, and reads the remaining data again. */
  readonly forgetViewers: (heard: boolean, signal: AbortSignal) => void;
}

interface FollowOptions {
  readonly session: Session;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly stores: StreamStores;
  /**
   * Called when viewers' data is dropped: with true after a reported deletion, with false when a deletion may
   * be among the missed frames.
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
    // The stream continues without it; the page that shows it reads again.
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

/** Feeds the stores from the host's streams while the session is open, across reconnects. */
export const followHost = (options: FollowOptions): Disposable => {
  const { session, onForget } = options;
  let reading = new AbortController();
  /** Frames do not name the deleted viewer: every stream that may contain viewers' data drops it. */
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
