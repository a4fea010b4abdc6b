export {
  buildGraph,
  describeGraphProblem,
  type DependencyGraph,
  type GraphNode,
  type GraphProblem,
} from './dependency-graph.ts';
export { allDependents, allNeeds, startWaves, stopWaves, type NeedStrength } from './reach.ts';
