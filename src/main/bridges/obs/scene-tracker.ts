import type { ComponentEvents } from '#core/component.ts';
import { obsSceneChanged, obsScenesChanged } from '#shared/catalogue/topics/obs.ts';
import type { ObsSubject } from './obs-faults.ts';
import type { ObsStateStore } from './obs-state-store.ts';

/** Maximum number of names in one event; the rest are counted. */
const listedNames = 50;

/** The scenes and the current scene, with an event for each change. */
export class SceneTracker {
  readonly #subject: ObsSubject;
  readonly #events: ComponentEvents;
  readonly #store: ObsStateStore;
  readonly #onSourcesStale: () => void;

  constructor(options: {
    readonly subject: ObsSubject;
    readonly events: ComponentEvents;
    readonly store: ObsStateStore;
    /** Called when another scene is on program, so that its sources must be read. */
    readonly onSourcesStale: () => void;
  }) {
    this.#subject = options.subject;
    this.#events = options.events;
    this.#store = options.store;
    this.#onSourcesStale = options.onSourcesStale;
  }

  setCurrent(scene: string): void {
    const previous = this.#store.state.currentScene;
    if (scene === previous) return;
    // The sources belong to the current scene, so they are unknown until the next reading.
    this.#store.update({ currentScene: scene, sources: null });
    this.#onSourcesStale();
    this.#events.emit(obsSceneChanged({ scene, previous }, this.#subject));
  }

  setAll(scenes: readonly string[]): void {
    const known = this.#store.state.scenes;
    const before = new Set(known);
    const after = new Set(scenes);
    const added = scenes.filter((scene) => !before.has(scene));
    const removed = [...before].filter((scene) => !after.has(scene));
    const sameOrder =
      scenes.length === known?.length && scenes.every((scene, index) => scene === known[index]);
    if (sameOrder) return;
    this.#store.update({ scenes });
    const data = {
      count: scenes.length,
      added: added.slice(0, listedNames),
      addedCount: added.length,
      removed: removed.slice(0, listedNames),
      removedCount: removed.length,
    };
    this.#events.emit(obsScenesChanged(data, this.#subject));
  }
}
