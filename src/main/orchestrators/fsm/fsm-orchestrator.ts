import { BaseOrchestrator, type CoreServices, type OrchestratorDefinition } from '#core/index.ts';
import type { ObsState } from '#main/bridges/ports/index.ts';
import type { FsmConfig } from './config.ts';
import { ShowStateComponent, type Show } from './show-state.ts';

/** The OBS that the show follows. */
export interface ShowObs {
  /** Id of its component at the start of the program; null when no OBS is set up. */
  readonly id: string | null;
  /** Returns true while an OBS is set up, which may change while the program runs. */
  readonly isSetUp: () => boolean;
  readonly read: () => ObsState | null;
}

export interface FsmPorts {
  readonly showObs: ShowObs;
  readonly onShow: (show: Show | null) => void;
}

/** Tracks the state of the show. */
export class FsmOrchestrator extends BaseOrchestrator<FsmConfig> {
  readonly #showState: ShowStateComponent;

  constructor(
    services: CoreServices,
    definition: OrchestratorDefinition<FsmConfig>,
    { showObs, onShow }: FsmPorts,
  ) {
    super(services, definition);
    this.#showState = new ShowStateComponent({
      isObsSetUp: showObs.isSetUp,
      readObs: showObs.read,
      sceneWords: () => this.config.scenes,
      onShow,
    });
    this.registerComponent('show-state', this.#showState, {
      title: 'Show',
      description: 'Offline, starting soon, live, on a break, ending, or interrupted.',
      needs: showObs.id === null ? [] : [{ id: showObs.id, required: false }],
      settingsPath: 'fsm',
      restartOn: ['scenes'],
    });
  }

  /** The current show; null while unknown. */
  get show(): Show | null {
    return this.#showState.show;
  }
}
