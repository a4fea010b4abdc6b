import type { ComponentEvents } from '#core/component.ts';
import { obsInputMuted, obsInputUnmuted } from '#shared/catalogue/topics/obs.ts';
import type { ObsAudioInput } from '#main/bridges/ports/index.ts';
import type { ObsSubject } from './obs-faults.ts';
import type { ObsStateStore } from './obs-state-store.ts';

type InputChange = Partial<Pick<ObsAudioInput, 'muted' | 'volumeDb'>>;

/** The audio inputs: the last reading, updated by events. */
export class InputTracker {
  readonly #subject: ObsSubject;
  readonly #events: ComponentEvents;
  readonly #store: ObsStateStore;
  /** Removed inputs. OBS keeps listing an input after its removal until nothing uses it any more. */
  readonly #removed = new Set<string>();
  /** Changes reported by events since the reading began; they are newer than the reading. */
  readonly #changedMeanwhile = new Map<string, InputChange>();

  constructor(options: {
    readonly subject: ObsSubject;
    readonly events: ComponentEvents;
    readonly store: ObsStateStore;
  }) {
    this.#subject = options.subject;
    this.#events = options.events;
    this.#store = options.store;
  }

  beginReading(): void {
    this.#changedMeanwhile.clear();
  }

  endReading(inputs: readonly ObsAudioInput[]): void {
    this.#store.update({
      inputs: this.#withoutRemoved(inputs).map((input) => ({
        ...input,
        ...this.#changedMeanwhile.get(input.name),
      })),
    });
    this.#changedMeanwhile.clear();
  }

  /** Clears the record of removed inputs, because another scene collection may reuse their names. */
  forgetRemoved(): void {
    this.#removed.clear();
  }

  /** Records an input with this name, new or renamed. */
  add(name: string): void {
    this.#removed.delete(name);
  }

  remove(name: string): void {
    this.#removed.add(name);
    const { inputs } = this.#store.state;
    if (inputs) this.#store.update({ inputs: this.#withoutRemoved(inputs) });
  }

  setMuted(name: string, muted: boolean): void {
    const before = this.#change(name, { muted });
    // OBS also sends this event when nothing changed.
    if (!before || before.muted === muted) return;
    const changed = muted ? obsInputMuted : obsInputUnmuted;
    this.#events.emit(changed({ input: name }, this.#subject));
  }

  /** Updates the volume without an event, because a moving fader would flood the journal. */
  setVolume(name: string, volumeDb: number): void {
    this.#change(name, { volumeDb });
  }

  /** Returns the input before the change; undefined for an unknown input. */
  #change(name: string, change: InputChange): ObsAudioInput | undefined {
    this.#changedMeanwhile.set(name, { ...this.#changedMeanwhile.get(name), ...change });
    const { inputs } = this.#store.state;
    const before = inputs?.find((input) => input.name === name);
    if (!inputs || !before) return undefined;
    const after = { ...before, ...change };
    if (after.muted !== before.muted || after.volumeDb !== before.volumeDb) {
      this.#store.update({ inputs: inputs.map((input) => (input === before ? after : input)) });
    }
    return before;
  }

  #withoutRemoved(inputs: readonly ObsAudioInput[]): readonly ObsAudioInput[] {
    return inputs.filter(({ name }) => !this.#removed.has(name));
  }
}
