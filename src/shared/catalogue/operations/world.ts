import type { ComponentView, ObsView, RehearsalStatus } from '../../model/index.ts';

/**
 * State of a window from which operations derive their labels and offers. Each subject adds what it reads.
 */
export interface OperationWorld {
  /** Every component, in graph order. */
  readonly components: readonly Pick<ComponentView, 'id' | 'desired'>[];
  /** Every OBS as last observed. */
  readonly obs: readonly ObsView[];
  /** The latest state of the rehearsal; null while the program is live or the state is unknown. */
  readonly rehearsal: RehearsalStatus | null;
  /** Returns the title of a component; null for an unknown one. */
  titleOf(componentId: string): string | null;
  /** Returns true for a component that is known to run, healthy or degraded. */
  isRunning(componentId: string): boolean;
  /**
   * Returns the viewer with a Twitch id and the newest message seen from them; null for a viewer without
   * messages.
   */
  chatterOf(userId: string): { readonly name: string; readonly said: string } | null;
}

/** A world without any known state: labels then use ids in the place of names. */
export const nothingKnown: OperationWorld = {
  components: [],
  obs: [],
  rehearsal: null,
  titleOf: () => null,
  isRunning: () => false,
  chatterOf: () => null,
};
