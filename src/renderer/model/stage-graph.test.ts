import { describe, expect, it } from 'vitest';
import { fakeComponents, fakeEdges } from '../client/testing/fake-show.ts';
import { buildStageGraph, neighboursOf, structureOf } from './stage-graph.ts';

const graph = buildStageGraph(fakeComponents(0), fakeEdges());

describe('stage graph', () => {
  it('puts components into their orchestrator and platforms beside it', () => {
    expect(graph.nodes.find((node) => node.id === 'obs:main')).toEqual({
      id: 'obs:main',
      kind: 'card',
      parent: 'chat-presence',
    });
    expect(graph.nodes.filter((node) => node.kind === 'world').map((node) => node.id)).toEqual([
      'world:twitch',
      'world:discord',
      'world:obs',
    ]);
  });

  it('draws one line between two components: the stronger relation with the other’s rate', () => {
    const lines = graph.edges.filter((edge) => edge.source === 'twitch-chat' && edge.target === 'inbox');
    expect(lines).toEqual([
      { id: 'twitch-chat → inbox', source: 'twitch-chat', target: 'inbox', relation: 'requires', rate: 0.6 },
    ]);
  });

  it('draws a dependency to the left of its dependents', () => {
    expect(neighboursOf(graph, 'command-router').before).toContain('inbox');
    expect(neighboursOf(graph, 'inbox').after).toContain('command-router');
  });

  it('leaves out lines to missing components and from a group to its own components', () => {
    const odd = buildStageGraph(fakeComponents(0), [
      { from: 'inbox', to: 'gone', kind: 'uses', rate: null },
      { from: 'chat-presence', to: 'inbox', kind: 'requires', rate: null },
    ]);
    expect(odd.edges.every((edge) => edge.relation === 'connects')).toBe(true);
  });

  it('needs no new layout when only rates change', () => {
    const faster = buildStageGraph(
      fakeComponents(9),
      fakeEdges().map((edge) => ({ ...edge, rate: edge.rate === null ? null : 40 })),
    );
    expect(structureOf(faster)).toBe(structureOf(graph));
  });
});
