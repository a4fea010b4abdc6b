import { describe, expect, it } from 'vitest';
import type { ComponentView, GraphEdge } from '#shared/model/index.ts';
import { fakeComponents, fakeEdges, runningComponent } from '../../client/testing/fake-show.ts';
import { buildStageGraph, neighboursOf, type StageGraph } from '../../model/stage-graph.ts';
import { createLayoutMemory } from './layout-memory.ts';
import type { Place, Places } from './stage-grid.ts';
import { absolutePlace, arrange, inReadingOrder } from './stage-layout.ts';
import { stepFrom } from './stage-steps.ts';
import { routeAll } from './use-routes.ts';

const WIDE = 1_320;
const NARROW = 1_008;
const nothing: Places = new Map();

const graph = buildStageGraph(fakeComponents(0), fakeEdges());
const places = arrange(graph, nothing, WIDE);
const placeOf = (id: string) => absolutePlace(graph, places, id);

const part = (id: string, over: Partial<ComponentView> = {}): ComponentView =>
  runningComponent({ id, parent: 'chat-presence', ...over }, 0);
const withPart = (extra: ComponentView, edges: readonly GraphEdge[] = []): StageGraph =>
  buildStageGraph([...fakeComponents(0), extra], [...fakeEdges(), ...edges]);

const overlap = (one: Place, other: Place): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/** Returns the pairs of overlapping nodes of which neither contains the other. */
const overlaps = (drawn: StageGraph, at: Places): string[] => {
  const whole = drawn.nodes.flatMap(({ id, parent }) => {
    const place = absolutePlace(drawn, at, id);
    return place ? [{ id, parent, place }] : [];
  });
  return whole.flatMap((one, index) =>
    whole
      .slice(index + 1)
      .filter(
        (other) => one.parent !== other.id && other.parent !== one.id && overlap(one.place, other.place),
      )
      .map((other) => `${one.id} on ${other.id}`),
  );
};

/** Returns the nodes that moved between two arrangements, in pixels of the whole Stage. */
const moved = (before: StageGraph, was: Places, after: StageGraph, is: Places): string[] =>
  before.nodes.flatMap(({ id, kind }) => {
    const one = absolutePlace(before, was, id);
    const other = absolutePlace(after, is, id);
    // A group's frame may grow around its cards.
    if (kind === 'group' || !one || !other) return [];
    return one.x === other.x && one.y === other.y ? [] : [id];
  });

/** Two hundred components in twenty groups, in chains of three. */
const crowd = (): { components: ComponentView[]; edges: GraphEdge[] } => {
  const components: ComponentView[] = [];
  const edges: GraphEdge[] = [];
  for (let group = 0; group < 20; group += 1) {
    components.push(part(`group-${group}`, { kind: 'orchestrator', parent: null }));
    for (let index = 0; index < 9; index += 1) {
      const id = `part-${group}-${index}`;
      components.push(
        part(id, {
          parent: `group-${group}`,
          ...(group === 0 && index % 3 === 0 ? { kind: 'bridge' as const, platform: 'twitch' as const } : {}),
        }),
      );
      if (index % 3 > 0)
        edges.push({ from: id, to: `part-${group}-${index - 1}`, kind: 'requires', rate: null });
    }
  }
  return { components, edges };
};

describe('stage layout', () => {
  it('gives the same graph the same positions every time', () => {
    expect([...arrange(graph, nothing, WIDE)]).toEqual([...places]);
    expect([...arrange(graph, places, WIDE)]).toEqual([...places]);
  });

  it('puts everything connected to a platform into one column, left of its dependents', () => {
    const left = ['twitch-chat', 'discord', 'obs:main'].map((id) => placeOf(id)?.x);
    expect(new Set(left).size).toBe(1);
    expect(placeOf('inbox')?.x).toBeGreaterThan(left[0] ?? Infinity);
    expect(placeOf('command-router')?.x).toBeGreaterThan(placeOf('inbox')?.x ?? Infinity);
  });

  it.each([
    ['twitch-chat', 'world:twitch'],
    ['discord', 'world:discord'],
    ['obs:main', 'world:obs'],
  ])('puts the platform of %s at its height, to its left', (bridge, world) => {
    const [card, outside] = [placeOf(bridge), placeOf(world)];
    expect((outside?.y ?? 0) + (outside?.height ?? 0) / 2).toBe((card?.y ?? 0) + (card?.height ?? 0) / 2);
    expect((outside?.x ?? Infinity) + (outside?.width ?? 0)).toBeLessThan(card?.x ?? -Infinity);
  });

  it('puts a bridge’s dependents to its right at the same height, where there is room', () => {
    expect(placeOf('show-state')?.y).toBe(placeOf('obs:main')?.y);
    expect(placeOf('show-state')?.x).toBeGreaterThan(placeOf('command-router')?.x ?? Infinity);
  });

  it.each([[WIDE], [NARROW]])('overlaps nothing and stays within %i px', (width) => {
    const at = arrange(graph, nothing, width);
    expect(overlaps(graph, at)).toEqual([]);
    for (const { id } of graph.nodes) {
      const place = absolutePlace(graph, at, id);
      expect((place?.x ?? Infinity) + (place?.width ?? 0)).toBeLessThanOrEqual(width);
    }
  });

  it.each([[WIDE], [NARROW]])('routes no line through a card within %i px', (width) => {
    const at = arrange(graph, nothing, width);
    const cards = graph.nodes.flatMap(({ id, kind }) => {
      const place = kind === 'group' ? undefined : absolutePlace(graph, at, id);
      return place ? [place] : [];
    });
    for (const [id, points] of routeAll(graph, at)) {
      for (const [index, { x, y }] of points.entries()) {
        const next = points[index + 1];
        if (!next || points.length === 2) continue;
        const line = {
          x: Math.min(x, next.x) + 1,
          y: Math.min(y, next.y),
          width: Math.max(0, Math.abs(next.x - x) - 2),
          height: Math.abs(next.y - y),
        };
        expect(cards.some((card) => overlap(card, line)) ? id : null).toBeNull();
      }
    }
  });
});

describe('the reading order', () => {
  it('goes group by group from the top, and within each from dependencies to dependents', () => {
    const order = inReadingOrder(graph, places).flatMap(({ id, kind }) => (kind === 'world' ? [] : [id]));
    expect(order.slice(0, 6)).toEqual([
      'chat-presence',
      'twitch-chat',
      'discord',
      'obs:main',
      'inbox',
      'command-router',
    ]);
    expect(new Set(order).size).toBe(graph.nodes.filter(({ kind }) => kind !== 'world').length);
  });
});

describe('a new node on the Stage', () => {
  it('takes a free cell and moves no other node', () => {
    const more = withPart(part('timers'), [{ from: 'timers', to: 'inbox', kind: 'requires', rate: null }]);
    const at = arrange(more, places, WIDE);
    expect(moved(graph, places, more, at)).toEqual([]);
    expect(absolutePlace(more, at, 'timers')?.x).toBe(placeOf('command-router')?.x);
    expect(overlaps(more, at)).toEqual([]);
  });

  it('makes its group grow where there is room: upwards when something is below', () => {
    const more = withPart(part('youtube', { kind: 'bridge', platform: 'twitch' }));
    const at = arrange(more, places, WIDE);
    expect(moved(graph, places, more, at).filter((id) => !id.startsWith('world:'))).toEqual([]);
    expect(overlaps(more, at)).toEqual([]);
  });

  it('may be an orchestrator, which finds a free spot', () => {
    const more = withPart(part('overnight', { kind: 'orchestrator', parent: null }));
    const at = arrange(more, places, WIDE);
    expect(moved(graph, places, more, at)).toEqual([]);
    expect(overlaps(more, at)).toEqual([]);
  });

  it('leaves its cell free when it goes, and gets it back', () => {
    const more = withPart(part('timers'));
    const with1 = arrange(more, places, WIDE);
    const without = arrange(graph, with1, WIDE);
    expect(moved(graph, places, graph, without)).toEqual([]);
    expect(arrange(more, without, WIDE).get('timers')).toEqual(with1.get('timers'));
  });

  it('moves no node outside its group among two hundred', () => {
    const { components, edges } = crowd();
    const before = buildStageGraph(components, edges);
    const was = arrange(before, nothing, 1_760);
    expect(overlaps(before, was)).toEqual([]);
    const after = buildStageGraph([...components, part('late', { parent: 'group-19' })], edges);
    const is = arrange(after, was, 1_760);
    expect(moved(before, was, after, is)).toEqual([]);
    expect(overlaps(after, is)).toEqual([]);
  });
});

describe('arrow keys', () => {
  const step = (key: string, id: string) =>
    stepFrom(key, id, neighboursOf(graph, id), placeOf, [...places.keys()]);
  it('follow the lines to the right and back', () => {
    expect(step('ArrowRight', 'twitch-chat')).toBe('inbox');
    expect(['twitch-chat', 'discord']).toContain(step('ArrowLeft', 'inbox'));
  });
  it('never lead to a platform, and stay where there is no neighbour', () => {
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
    const held = new Map<string, string>();
    return {
      getItem: (key: string) => held.get(key) ?? initial,
      setItem: (key: string, text: string) => void held.set(key, text),
    };
  };
  it('returns the stored positions for the same width only', () => {
    const storage = createStorage();
    createLayoutMemory(() => storage).keep(WIDE, places);
    const memory = createLayoutMemory(() => storage);
    expect([...memory.recall(WIDE)]).toEqual([...places]);
    expect(memory.recall(NARROW).size).toBe(0);
  });
  it.each([['not json'], ['{}'], ['{"rules":2,"places":[["a",{"x":"1"}]]}'], ['[]']])(
    'ignores %s',
    (text) => {
      expect(createLayoutMemory(() => createStorage(text)).recall(WIDE).size).toBe(0);
    },
  );
  it('remembers in memory when storage is denied', () => {
    const memory = createLayoutMemory(() => {
      throw new Error('denied');
    });
    memory.keep(WIDE, places);
    expect(memory.recall(WIDE)).toBe(places);
  });
});
