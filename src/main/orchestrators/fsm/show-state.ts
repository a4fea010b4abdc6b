import { createActor, type Actor } from 'xstate';
import type { Component, ComponentContext } from '#core/index.ts';
import type { ObsState } from '#main/bridges/ports/index.ts';
import { isolate, type JsonObject } from '#shared/kernel/index.ts';
import { componentStateChanged } from '#shared/catalogue/topics/components.ts';
import { showInWords, showStateChanged, type ShowState } from '#shared/catalogue/topics/show.ts';
import { showMachine, showStateOf, type SceneWords } from './show-machine.ts';

/** The show as it is known: its state, since when, and what was seen that says so. */
export interface Show {
  readonly state: ShowState;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly evidence: string;
}

/**
 * Follows the show by what OBS is seen to do. It compares what is, at each event of OBS, instead of trusting single
 * events; while OBS cannot be seen the state is not known.
 */
export class ShowStateComponent implements Component {
  readonly #isObsSetUp: () => boolean;
  readonly #readObs: () => ObsState | null;
  readonly #sceneWords: () => SceneWords;
  readonly #onShow: (show: Show | null) => void;
  #actor: Actor<typeof showMachine> | null = null;
  #show: Show | null = null;

  constructor(parts: {
    /** Whether there is an OBS to look at; without one nothing is amiss, there only is no show to follow. */
    readonly isObsSetUp: () => boolean;
    /** What is known of the OBS that makes the show; null while it is not connected. */
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
    this.#tell(null);
  }

  getFact(): string | null {
    if (this.#show !== null) return showInWords(this.#show.state);
    return this.#isObsSetUp() ? 'not known' : 'no OBS set up';
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
        message: 'No OBS is set up, so there is no show to follow.',
      });
      if (this.#show !== null) this.#announce(context, null, 'No OBS is set up any more.');
      return;
    }
    const obs = this.#readObs();
    if (!obs || obs.streaming === null) {
      context.setCondition({
        type: 'Observed',
        status: 'unknown',
        reason: 'ObsNotSeen',
        message: 'OBS cannot be seen, so what the show is doing is not known.',
      });
      if (this.#show !== null) this.#announce(context, null, 'OBS cannot be seen.');
      return;
    }
    context.setCondition({
      type: 'Observed',
      status: 'true',
      reason: 'ObsSeen',
      message: 'What the show is doing is read from OBS.',
    });
    if (obs.currentScene !== null) actor.send({ type: 'scene', name: obs.currentScene });
    if (obs.streaming === 'reconnecting') actor.send({ type: 'stream-reconnecting' });
    // Starting and stopping are neither: the next event tells how they ended.
    if (obs.streaming === 'on' || obs.streaming === 'off')
      actor.send({ type: 'stream', on: obs.streaming === 'on' });
    const state = showStateOf(actor.getSnapshot().value);
    if (state === this.#show?.state) return;
    this.#announce(context, state, evidenceOf(obs));
  }

  #announce(context: ComponentContext, state: ShowState | null, evidence: string): void {
    const from = this.#show?.state ?? null;
    this.#tell(state === null ? null : { state, since: context.clock.now(), evidence });
    context.events.emit(showStateChanged({ from, to: state, evidence }));
  }

  #tell(show: Show | null): void {
    this.#show = show;
    this.#onShow(show);
  }
}

const evidenceOf = (obs: ObsState): string => {
  const stream =
    obs.streaming === 'on' ? 'OBS streams' : `The stream in OBS is ${obs.streaming ?? 'not known'}`;
  return obs.currentScene === null
    ? `${stream}.`
    : `${stream}, with the scene “${isolate(obs.currentScene)}”.`;
};
