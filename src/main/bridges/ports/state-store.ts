/** Stores a small value that a component needs after a restart. The reader must validate the value. */
export interface StateStore {
  /** Returns the last written value; null when there is none. */
  read(): Promise<unknown>;
  /** Resolves when the value would survive a power cut. */
  write(value: unknown): Promise<void>;
}

/** Creates a store that lasts for this run only, for rehearsals, whose Discord differs each time. */
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
