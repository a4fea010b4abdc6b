import type { ComponentView, ObsView, RehearsalStatus } from '../../model/index.ts';

/** What a window knows, from which operations take their words and their offers. Each subject adds what it reads. */
export interface OperationWorld {
  /** Every component, in the order of the graph. */
  readonly components: readonly Pick<ComponentView, 'id' | 'wanted'>[];
  /** Every OBS as last observed. */
  readonly obs: readonly ObsView[];
  /** The rehearsal as last told; null while the program is live, or nothing is known. */
  readonly rehearsal: RehearsalStatus | null;
  /** Returns the title of a component; null for one that is not known. */
  titleOf(componentId: string): string | null;
  /** Returns true for a component that is known to do its work, be it under trouble. */
  isRunning(componentId: string): boolean;
  /** Returns whom an id of Twitch's chat means, and the newest of what they said; null for somebody of whom nothing is held. */
  chatterOf(userId: string): { readonly name: string; readonly said: string } | null;
}

/** A world of which nothing is known: the words then name things by their ids. */
export const nothingKnown: OperationWorld = {
  components: [],
  obs: [],
  rehearsal: null,
  titleOf: () => null,
  isRunning: () => false,
  chatterOf: () => null,
};
