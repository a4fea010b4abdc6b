import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allDependents,
  allNeeds,
  buildGraph,
  describeGraphProblem,
  startWaves,
  stopWaves,
  type GraphNode,
} from './index.ts';

const node = (id: string, ...needs: string[]): GraphNode => ({
  id,
  needs: needs.map((need) => ({ id: need.replace('?', ''), required: !need.endsWith('?') })),
});
const problemsOf = (nodes: readonly GraphNode[]): string[] =>
  buildGraph(nodes).problems.map(describeGraphProblem);
const graphOf = (nodes: readonly GraphNode[]) => {
  const { graph, problems } = buildGraph(nodes);
  if (!graph) throw new Error(problems.map(describeGraphProblem).join('; '));
  return graph;
};

/** Generates an acyclic graph: a node needs only nodes before it; then the nodes are shuffled. */
const acyclic = fc
  .integer({ min: 1, max: 25 })
  .chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, index) =>
        fc
          .uniqueArray(fc.nat({ max: Math.max(0, index - 1) }), { maxLength: Math.min(3, index) })
          .map((needs) => node(`n${index}`, ...needs.map((need) => `n${need}`))),
      ),
    ),
  )
  .chain((nodes) => fc.shuffledSubarray(nodes, { minLength: nodes.length }));

describe('a graph', () => {
  it('reports every problem, with the whole path of a cycle', () => {
    expect(problemsOf([node('a', 'b'), node('b', 'c'), node('c', 'a'), node('d', 'a')])).toEqual([
      'Components depend on each other in a circle: a → b → c → a',
    ]);
    expect(problemsOf([node('a', 'a')])).toEqual(['Components depend on each other in a circle: a → a']);
    expect(problemsOf([node('a', 'x'), node('a'), node(' ')])).toEqual([
      'Two components have the id "a"',
      'A component has a blank id',
      '"a" needs "x", which does not exist',
    ]);
  });

  it('puts every need into an earlier wave, and every node into the earliest possible wave', () => {
    fc.assert(
      fc.property(acyclic, (nodes) => {
        const graph = graphOf(nodes);
        const waveOf = new Map(graph.waves.flatMap((wave, index) => wave.map((id) => [id, index] as const)));
        expect(waveOf.size).toBe(nodes.length);
        for (const { id, needs } of nodes) {
          const latest = Math.max(-1, ...needs.map((need) => waveOf.get(need.id) ?? Number.NaN));
          expect(waveOf.get(id)).toBe(latest + 1);
        }
      }),
    );
  });

  it('finds a cycle wherever it was closed', () => {
    fc.assert(
      fc.property(acyclic, fc.nat(), fc.nat(), (nodes, from, to) => {
        const first = nodes[from % nodes.length];
        const second = nodes[to % nodes.length];
        if (!first || !second) return;
        const graph = graphOf(nodes);
        // An edge from a need back to its dependent closes a cycle.
        if (first !== second && !allDependents(graph, first.id, 'any').has(second.id)) return;
        const closed = nodes.map((each) =>
          each === first ? { ...each, needs: [...each.needs, { id: second.id, required: true }] } : each,
        );
        const [problem] = buildGraph(closed).problems;
        expect(problem?.kind).toBe('cycle');
        const path = problem?.kind === 'cycle' ? problem.path : [];
        expect(path.length).toBeGreaterThan(1);
        expect(path[0]).toBe(path.at(-1));
        path.slice(1).forEach((id, index) => {
          expect(closed.find((each) => each.id === path[index])?.needs.map((need) => need.id)).toContain(id);
        });
      }),
    );
  });

  it('distinguishes dependents that stop from dependents that keep running', () => {
    const graph = graphOf([
      node('obs'),
      node('scenes', 'obs'),
      node('rules', 'scenes'),
      node('stats', 'obs?'),
    ]);
    expect([...allDependents(graph, 'obs', 'required')].toSorted()).toEqual(['rules', 'scenes']);
    expect([...allDependents(graph, 'obs', 'any')].toSorted()).toEqual(['rules', 'scenes', 'stats']);
    expect([...allNeeds(graph, 'rules', 'required')].toSorted()).toEqual(['obs', 'scenes']);
    expect(startWaves(graph, new Set(['rules', 'obs']))).toEqual([['obs'], ['rules']]);
    expect(stopWaves(graph, new Set(['rules', 'obs']))).toEqual([['rules'], ['obs']]);
  });
});
