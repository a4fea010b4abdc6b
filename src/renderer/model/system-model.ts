import type { RunInfo, SystemFrame } from '#shared/contract/index.ts';
import type { ComponentView, GraphEdge, Verdict } from '#shared/model/index.ts';

/** The system as known to this window. Unchanged components keep their identity from frame to frame. */
export interface SystemModel {
  readonly components: ReadonlyMap<string, ComponentView>;
  /** Ids in the host's order; changes only when components come or go. */
  readonly order: readonly string[];
  readonly edges: readonly GraphEdge[];
  readonly verdict: Verdict | null;
  readonly run: RunInfo | null;
  /** True once a snapshot has arrived. */
  readonly loaded: boolean;
}

export const emptySystem: SystemModel = {
  components: new Map(),
  order: [],
  edges: [],
  verdict: null,
  run: null,
  loaded: false,
};

const sameIds = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((id, index) => id === right[index]);

/** Returns the model after one more frame. */
export const applySystemFrame = (model: SystemModel, frame: SystemFrame): SystemModel => {
  if (frame.kind === 'snapshot') {
    const order = frame.components.map((component) => component.id);
    return {
      components: new Map(frame.components.map((component) => [component.id, component])),
      order: sameIds(order, model.order) ? model.order : order,
      edges: frame.edges,
      verdict: frame.verdict,
      run: frame.run,
      loaded: true,
    };
  }
  const components = new Map(model.components);
  for (const component of frame.changed) components.set(component.id, component);
  for (const id of frame.removed) components.delete(id);
  const order = [...components.keys()];
  return {
    components,
    order: sameIds(order, model.order) ? model.order : order,
    edges: frame.edges ?? model.edges,
    verdict: frame.verdict ?? model.verdict,
    run: frame.run ?? model.run,
    loaded: model.loaded,
  };
};
