import { createActor, type Actor } from 'xstate';
import type { Component, ComponentContext } from '#core/index.ts';
import type { ObsState } from '#main/bridges/ports/index.ts';
import { isolate, type JsonObject } from '#shared/kernel/index.ts';
import { componentStateChanged } from '#shared/catalogue/topics/components.ts';
import { showInWords, showStateChanged, type ShowState } from '#shared/catalogue/topics/show.ts';
import { showMachine, showStateOf, type SceneWords } from './show-machine.ts';

/** The known show: its state, the start of the state, and its evidence. */
export interface Show {
  readonly state: ShowState;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly evidence: string;
}

/**
 * Tracks the show by observing OBS. Reads the complete state at each event of OBS instead of trusting single
 * events; while OBS is disconnected, the state is unknown.
 */
export class ShowStateComponent implements Component {
  readonly #isObsSetUp: () => boolean;
  readonly #readObs: () => ObsState | null;
  readonly #sceneWords: () => SceneWords;
  readonly #onShow: (show: Show | null) => void;
  #actor: Actor<typeof showMachine> | null = null;
  #show: Show | null = null;

  constructor(parts: {
    /**
     * Returns true when an OBS is set up. Without one, the component is healthy and has no show to follow.
     */
    readonly isObsSetUp: () => boolean;
    /** Returns the state of the OBS that the show follows; null while it is disconnected. */
    readonly readObs: () => ObsState | null;
    readonly sceneWords: () => SceneWords;
    readonly onShow: (show: Show | null) => void;
  }) {
    this.#isObsSetUp = parts.isObsSetUp;
    this.#readObs = parts.readObs;
    this.#sceneWords = parts.sceneWords;
    this.#onShow = parts.onShow;
  }

  get show(): Show | null {
    return this.#show;
  }

  initialize(context: ComponentContext): void {
    const actor = createActor(showMachine, { input: { words: this.#sceneWords() } }).start();
    this.#actor = actor;
    context.scope.defer('show machine', () => {
      actor.stop();
    });
    const observe = (): void => this.#observe(context);
    context.events.on('obs.*', observe);
    context.events.on(componentStateChanged, observe);
    observe();
  }

  cleanup(): void {
    this.#actor = null;
    this.#update(null);
  }

  getFact(): string | null {
    if (this.#show !== null) return `The show is ${showInWords(this.#show.state)}`;
    return this.#isObsSetUp() ? 'Unknown' : 'No OBS set up';
  }

  getStatus(): JsonObject {
    return {
      state: this.#show?.state ?? null,
      since: this.#show?.since ?? null,
      evidence: this.#show?.evidence ?? null,
    };
  }

  #observe(context: ComponentContext): void {
    const actor = this.#actor;
    if (!actor) return;
    if (!this.#isObsSetUp()) {
      context.setCondition({
        type: 'Observed',
        status: 'true',
        reason: 'NoObsSetUp',
        message: 'No OBS is set up.',
      });
      if (this.#show !== null) this.#announce(context, null, 'OBS is no longer set up.');
      return;
    }
    const obs = this.#readObs();
    if (!obs || obs.streaming === null) {
      context.setCondition({
        type: 'Observed',
        status: 'unknown',
        reason: 'ObsNotSeen',
        message: 'Unknown while OBS is disconnected.',
      });
      if (this.#show !== null) this.#announce(context, null, 'OBS is disconnected.');
      return;
    }
    context.setCondition({
      type: 'Observed',
      status: 'true',
      reason: 'ObsSeen',
      message: 'Following OBS.',
    });
    if (obs.currentScene !== null) actor.send({ type: 'scene', name: obs.currentScene });
    if (obs.streaming === 'reconnecting') actor.send({ type: 'stream-reconnecting' });
    // Starting and stopping have no effect: the next event shows their outcome.
    if (obs.streaming === 'on' || obs.streaming === 'off')
      actor.send({ type: 'stream', on: obs.streaming === 'on' });
    const state = showStateOf(actor.getSnapshot().value);
    if (state === this.#show?.state) return;
    this.#announce(context, state, evidenceOf(obs));
  }

  #announce(context: ComponentContext, state: ShowState | null, evidence: string): void {
    const from = this.#show?.state ?? null;
    this.#update(state === null ? null : { state, since: context.clock.now(), evidence });
    context.events.emit(showStateChanged({ from, to: state, evidence }));
  }

  #update(show: Show | null): void {
    this.#show = show;
    this.#onShow(show);
  }
}

const evidenceOf = (obs: ObsState): string => {
  const stream =
    obs.streaming === 'on' ? 'OBS is streaming' : `The OBS stream is ${obs.streaming ?? 'unknown'}`;
  return obs.currentScene === null ? `${stream}.` : `${stream}. Scene: “${isolate(obs.currentScene)}”.`;
};
