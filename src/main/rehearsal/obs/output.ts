/** An output of the simulated studio: a stream, a recording, a replay buffer, a virtual camera. */
import type { Clock, Scope } from '#shared/kernel/index.ts';

export type OutputPhase = 'stopped' | 'starting' | 'started' | 'stopping' | 'reconnecting';
/** The protocol's states of an output, without the prefix `OBS_WEBSOCKET_OUTPUT_`. */
export type OutputWord =
  'STARTING' | 'STARTED' | 'STOPPING' | 'STOPPED' | 'RECONNECTING' | 'RECONNECTED' | 'PAUSED' | 'RESUMED';

export interface Output {
  readonly phase: OutputPhase;
  /** True as the status requests define it: also while the output stops or reconnects. */
  readonly active: boolean;
  readonly paused: boolean;
  /** Milliseconds since the start; 0 while stopped. */
  readonly durationMs: number;
  start(): void;
  stop(): void;
  setPaused(paused: boolean): void;
  /** Makes the next start end as a start without a server does: STARTING, then STOPPED. */
  failNextStart(): void;
  interrupt(): void;
  restore(): void;
}

export const createOutput = (options: {
  readonly clock: Clock;
  readonly scope: Scope;
  readonly startMs: number;
  readonly stopMs: number;
  /** Receives each state, in the order of the real OBS. */
  readonly announce: (word: OutputWord) => void;
}): Output => {
  const { clock, announce } = options;
  let phase: OutputPhase = 'stopped';
  let paused = false;
  let startedAt = 0;
  let failsNext = false;
  let timer: Disposable | undefined;
  options.scope.defer('output timer', () => timer?.[Symbol.dispose]());

  const after = (delayMs: number, step: () => void): void => {
    timer?.[Symbol.dispose]();
    timer = clock.setTimeout(step, delayMs);
  };
  const move = (next: OutputPhase, word: OutputWord): void => {
    phase = next;
    announce(word);
  };
  const isActive = (): boolean => phase === 'started' || phase === 'stopping' || phase === 'reconnecting';

  return {
    get phase() {
      return phase;
    },
    get active() {
      return isActive();
    },
    get paused() {
      return paused;
    },
    get durationMs() {
      return isActive() ? Math.round(clock.monotonic() - startedAt) : 0;
    },
    start: () => {
      if (phase !== 'stopped') return;
      move('starting', 'STARTING');
      after(options.startMs, () => {
        if (failsNext) {
          failsNext = false;
          move('stopped', 'STOPPED');
          return;
        }
        startedAt = clock.monotonic();
        move('started', 'STARTED');
      });
    },
    stop: () => {
      if (!isActive() || phase === 'stopping') return;
      move('stopping', 'STOPPING');
      after(options.stopMs, () => {
        paused = false;
        move('stopped', 'STOPPED');
      });
    },
    setPaused: (next) => {
      if (phase !== 'started' || paused === next) return;
      paused = next;
      announce(next ? 'PAUSED' : 'RESUMED');
    },
    failNextStart: () => {
      failsNext = true;
    },
    interrupt: () => {
      if (phase === 'started' || phase === 'reconnecting') move('reconnecting', 'RECONNECTING');
    },
    restore: () => {
      if (phase === 'reconnecting') move('started', 'RECONNECTED');
    },
  };
};
