import type { ComponentView, ObsView } from '../../model/index.ts';

/** What a window knows, from which operations take their words and their offers. Each subject adds what it reads. */
export interface OperationWorld {
  /** Every component, in the order of the graph. */
  readonly components: readonly Pick<ComponentView, 'id' | 'wanted'>[];
  /** Every OBS as last observed. */
  readonly obs: readonly ObsView[];
  /** Returns the title of a component; null for one that is not known. */
  titleOf(componentId: string): string | null;
}

/** A world of which nothing is known: the words then name things by their ids. */
export const nothingKnown: OperationWorld = { components: [], obs: [], titleOf: () => null };
