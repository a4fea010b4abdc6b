import { isolate } from '#shared/kernel/index.ts';

/** The outputs of one OBS. Null while they are unknown. */
export interface ObservedOutputs {
  readonly id: string;
  readonly title: string;
  readonly streaming: string | null;
  readonly recording: string | null;
}

/** Follows which OBS is on air, also after its connection is lost. */
export class AirWatch {
  readonly #read: () => readonly ObservedOutputs[];
  /** The last known output of each OBS that was on air when it was last observed. */
  readonly #onAir = new Map<string, 'stream' | 'recording'>();

  constructor(read: () => readonly ObservedOutputs[]) {
    this.#read = read;
  }

  /** Observes every OBS. Called at each change. */
  observe(): void {
    const present = this.#read();
    for (const id of this.#onAir.keys()) if (!present.some((obs) => obs.id === id)) this.#onAir.delete(id);
    for (const { id, streaming, recording } of present) {
      if (streaming === null && recording === null) continue;
      if (isActive(streaming)) this.#onAir.set(id, 'stream');
      else if (isActive(recording)) this.#onAir.set(id, 'recording');
      else this.#onAir.delete(id);
    }
  }

  /** Returns the reason why the program must not stop now; null when nothing is on air. */
  reason(): string | null {
    this.observe();
    for (const { id, title, streaming, recording } of this.#read()) {
      const output = this.#onAir.get(id);
      if (output === undefined) continue;
      const isUnknown = streaming === null && recording === null;
      return isUnknown
        ? `${isolate(title)} had a ${output} running when its connection was lost, so it may still be on air. Connect it again, or restart Cuelight when the show is over.`
        : `A ${output} is running in ${isolate(title)}. Stop it first: an update restarts Cuelight.`;
    }
    return null;
  }
}

const isActive = (output: string | null): boolean => output !== null && output !== 'off';
