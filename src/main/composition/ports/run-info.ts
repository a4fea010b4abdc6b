import { Emitter } from '#shared/kernel/index.ts';
import type { RunInfo } from '#shared/contract/index.ts';

/** The description of this run, with a notification of its changes. */
export interface RunInfoSource {
  readonly current: RunInfo;
  update(change: Partial<RunInfo>): void;
  onChange(listener: () => void): Disposable;
}

export const createRunInfo = (initial: Omit<RunInfo, 'show' | 'trial'>): RunInfoSource => {
  let current: RunInfo = { ...initial, show: null, trial: null };
  const listeners = new Emitter();
  return {
    get current() {
      return current;
    },
    update: (change) => {
      current = { ...current, ...change };
      listeners.emit();
    },
    onChange: (listener) => listeners.on(listener),
  };
};
