import { useMemo } from 'react';
import type { ComponentView } from '#shared/model/index.ts';
import { buildStageGraph, structureOf, type StageGraph } from '../../model/stage-graph.ts';
import { useSystem } from '../../stores/stores-context.tsx';

/** Returns the current graph, and a key that changes only when the layout must. */
export const useStageGraph = (): {
  graph: StageGraph;
  structure: string;
  components: ReadonlyMap<string, ComponentView>;
} => {
  const components = useSystem((state) => state.components);
  const edges = useSystem((state) => state.edges);
  return useMemo(() => {
    const graph = buildStageGraph([...components.values()], edges);
    return { graph, structure: structureOf(graph), components };
  }, [components, edges]);
};
