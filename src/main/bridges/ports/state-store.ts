/** A little that a component must know again after a restart. What is read back is checked by whoever reads it. */
export interface StateStore {
  /** What was written last; null when nothing was. */
  read(): Promise<unknown>;
  /** Resolves when it would survive a power cut. */
  write(value: unknown): Promise<void>;
}

/** Kept for this run only: for a rehearsal, whose Discord is another one each time. */
export const stateInMemory = (): StateStore => {
  let kept: unknown = null;
  return {
    read: () => Promise.resolve(kept),
    write: (value) => {
      kept = value;
      return Promise.resolve();
    },
  };
};
