import type { DependencyGraph } from './dependency-graph.ts';

/** The needs to follow: only required needs, or optional ones too. */
export type NeedStrength = 'required' | 'any';

type Step = readonly { readonly id: string; readonly required: boolean }[];

const reach = (
  start: string,
  strength: NeedStrength,
  stepsFrom: (id: string) => Step,
): ReadonlySet<string> => {
  const reached = new Set<string>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const step of stepsFrom(id)) {
      if ((strength === 'required' && !step.required) || reached.has(step.id)) continue;
      reached.add(step.id);
      open.push(step.id);
    }
  }
  reached.delete(start);
  return reached;
};

/**
 * Returns all needs of a node, direct and indirect.
 *
 * @example
 * ```ts
 * const { graph } = buildGraph([
 *   { id: 'obs', needs: [] },
 *   { id: 'scenes', needs: [{ id: 'obs', required: true }] },
 *   { id: 'rules', needs: [{ id: 'scenes', required: true }, { id: 'clips', required: false }] },
 *   { id: 'clips', needs: [{ id: 'obs', required: false }] },
 * ]);
 * graph && [...allNeeds(graph, 'rules', 'required')].toSorted(); // => ['obs', 'scenes']
 * graph && [...allNeeds(graph, 'rules', 'any')].toSorted(); // => ['clips', 'obs', 'scenes']
 * ```
 */
export const allNeeds = (graph: DependencyGraph, id: string, strength: NeedStrength): ReadonlySet<string> =>
  reach(id, strength, (from) => graph.needsOf(from));

/**
 * Returns all dependents of a node, direct and indirect.
 *
 * @example
 * ```ts
 * const { graph } = buildGraph([
 *   { id: 'obs', needs: [] },
 *   { id: 'scenes', needs: [{ id: 'obs', required: true }] },
 *   { id: 'rules', needs: [{ id: 'scenes', required: true }, { id: 'clips', required: false }] },
 *   { id: 'clips', needs: [{ id: 'obs', required: false }] },
 * ]);
 * graph && [...allDependents(graph, 'obs', 'required')].toSorted(); // => ['rules', 'scenes']
 * graph && [...allDependents(graph, 'obs', 'any')].toSorted(); // => ['clips', 'rules', 'scenes']
 * ```
 */
export const allDependents = (
  graph: DependencyGraph,
  id: string,
  strength: NeedStrength,
): ReadonlySet<string> => reach(id, strength, (from) => graph.neededBy(from));

/**
 * Returns the given ids in start order, grouped into waves that may start at once. Empty waves are omitted.
 *
 * @example
 * ```ts
 * const { graph } = buildGraph([
 *   { id: 'obs', needs: [] },
 *   { id: 'scenes', needs: [{ id: 'obs', required: true }] },
 *   { id: 'rules', needs: [{ id: 'scenes', required: true }, { id: 'clips', required: false }] },
 *   { id: 'clips', needs: [{ id: 'obs', required: false }] },
 * ]);
 * graph && startWaves(graph, new Set(['rules', 'obs', 'clips'])); // => [['obs'], ['clips'], ['rules']]
 * ```
 */
export const startWaves = (
  graph: DependencyGraph,
  ids: ReadonlySet<string>,
): readonly (readonly string[])[] =>
  graph.waves.map((wave) => wave.filter((id) => ids.has(id))).filter((wave) => wave.length > 0);

/**
 * Returns the given ids in stop order: dependents before their needs.
 *
 * @example
 * ```ts
 * const { graph } = buildGraph([
 *   { id: 'obs', needs: [] },
 *   { id: 'scenes', needs: [{ id: 'obs', required: true }] },
 *   { id: 'rules', needs: [{ id: 'scenes', required: true }, { id: 'clips', required: false }] },
 *   { id: 'clips', needs: [{ id: 'obs', required: false }] },
 * ]);
 * graph && stopWaves(graph, new Set(['rules', 'obs'])); // => [['rules'], ['obs']]
 * ```
 */
export const stopWaves = (graph: DependencyGraph, ids: ReadonlySet<string>): readonly (readonly string[])[] =>
  startWaves(graph, ids).toReversed();
