import ELK from 'elkjs';
import { describe, expect, it } from 'vitest';
import { fakeComponents, fakeEdges } from '../../client/testing/fake-show.ts';
import { buildStageGraph, neighboursOf, type StageGraph } from '../../data/stage-graph.ts';
import { createLayoutMemory } from './layout-memory.ts';
import { absolutePlace, fromElk, toElk, type Places } from './stage-layout.ts';
import { stepFrom } from './stage-steps.ts';

const graph = buildStageGraph(fakeComponents(0), fakeEdges());
const layOut = async (drawn: StageGraph): Promise<Places> => fromElk(await new ELK().layout(toElk(drawn)));
const places = await layOut(graph);
const placeOf = (id: string) => absolutePlace(graph, places, id);

describe('stage layout', () => {
  it('gives the same graph the same places every time', async () => {
    expect([...(await layOut(graph))]).toEqual([...places]);
  });

  it('stands everything that touches the outside in one column, left of what it feeds', () => {
    const left = ['twitch-chat', 'discord', 'obs:main'].map((id) => placeOf(id)?.x);
    expect(new Set(left).size).toBe(1);
    expect(placeOf('inbox')?.x).toBeGreaterThan(left[0] ?? Infinity);
    expect(placeOf('world:obs')?.x).toBeLessThan(left[0] ?? -Infinity);
  });

  it('lets no two parts of a group overlap', () => {
    const inside = graph.nodes.filter((node) => node.parent === 'chat-presence').map((node) => node.id);
    const overlap = (left: string, right: string): boolean => {
      const [one, other] = [placeOf(left), placeOf(right)];
      if (!one || !other || left === right) return false;
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      return !apart;
    };
    expect(inside.flatMap((left) => inside.filter((right) => overlap(left, right)))).toEqual([]);
  });
});

describe('arrow keys', () => {
  const step = (key: string, id: string) =>
    stepFrom(key, id, neighboursOf(graph, id), placeOf, [...places.keys()]);
  it('follow the lines to the right and back', () => {
    expect(step('ArrowRight', 'twitch-chat')).toBe('inbox');
    expect(['twitch-chat', 'discord']).toContain(step('ArrowLeft', 'inbox'));
  });
  it('never lead outside, and stay where there is nothing', () => {
    expect(step('ArrowLeft', 'twitch-chat')).toBeNull();
    expect(step('Tab', 'inbox')).toBeNull();
  });
  it('reach every bridge by going up and down', () => {
    const order = ['twitch-chat', 'discord', 'obs:main'].sort(
      (left, right) => (placeOf(left)?.y ?? 0) - (placeOf(right)?.y ?? 0),
    );
    expect(step('ArrowDown', order[0] ?? '')).toBe(order[1]);
    expect(step('ArrowUp', order[1] ?? '')).toBe(order[0]);
  });
});

describe('layout memory', () => {
  const createStorage = (initial: string | null = null) => {
    let held = initial;
    return { getItem: () => held, setItem: (_key: string, text: string) => void (held = text) };
  };
  it('gives back what it kept for the same structure only', () => {
    const storage = createStorage();
    const memory = createLayoutMemory(() => storage);
    memory.keep('one', places);
    expect([...(memory.recall('one') ?? [])]).toEqual([...places]);
    expect(memory.recall('two')).toBeNull();
  });
  it.each([['not json'], ['{}'], ['{"rules":1,"structure":"one","places":[["a",{"x":"1"}]]}'], ['[]']])(
    'takes %s for nothing',
    (text) => {
      expect(createLayoutMemory(() => createStorage(text)).recall('one')).toBeNull();
    },
  );
  it('goes on without storage', () => {
    const memory = createLayoutMemory(() => {
      throw new Error('denied');
    });
    memory.keep('one', places);
    expect(memory.recall('one')).toBeNull();
  });
});
