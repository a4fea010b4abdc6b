import { BaseOrchestrator, type CoreServices } from '#core/index.ts';
import type { ObsState } from '#main/bridges/ports/index.ts';
import { fsmConfig, type FsmConfig } from './config.ts';
import { ShowStateComponent, type Show } from './show-state.ts';

export interface FsmParts {
  readonly config: unknown;
  /** The component that stands for the OBS that makes the show; null when no OBS is set up. */
  readonly obsId: string | null;
  /** Whether an OBS is set up now: it may come and go while the program runs. */
  readonly isObsSetUp: () => boolean;
  readonly readObs: () => ObsState | null;
  readonly onShow: (show: Show | null) => void;
}

/** Keeps the state of the show. */
export class FsmOrchestrator extends BaseOrchestrator<FsmConfig> {
  readonly #showState: ShowStateComponent;

  constructor(services: CoreServices, parts: FsmParts) {
    super(services, {
      id: 'fsm',
      title: 'Show state',
      description: 'Knows what the show is doing, as far as OBS tells.',
      schema: fsmConfig,
      config: parts.config,
      settingsPath: 'fsm',
    });
    this.#showState = new ShowStateComponent({
      isObsSetUp: parts.isObsSetUp,
      readObs: parts.readObs,
      sceneWords: () => this.config.scenes,
      onShow: parts.onShow,
    });
    this.registerComponent('show-state', this.#showState, {
      title: 'Show',
      description: 'Offline, starting soon, live, on a break, ending, or interrupted.',
      needs: parts.obsId === null ? [] : [{ id: parts.obsId, required: false }],
      settingsPath: 'fsm',
      restartOn: ['scenes'],
    });
  }

  /** The show now; null while it is not known. */
  get show(): Show | null {
    return this.#showState.show;
  }
}
