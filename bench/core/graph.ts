import avvio from 'avvio';
import { z } from 'zod';
import { BaseOrchestrator, type Component, type CoreServices } from '#core/index.ts';
import { buildGraph, type DependencyGraph, type GraphNode } from '#shared/graph/index.ts';
import { againstLimit, againstRival, compare, median, round, type Loop } from '../measure/compare.ts';
import type { BenchContext } from '../measure/row.ts';
import { assertSame } from '../measure/same.ts';
import { createBenchServices } from './services.ts';

const idOf = (index: number): string => `part-${index}`;

/**
 * Creates a graph in which every component needs two earlier ones from the first half before it: some twenty
 * levels for ten thousand components.
 */
const needsOf = (index: number): readonly { readonly id: string; readonly required: boolean }[] =>
  index < 2
    ? []
    : [Math.floor(index / 2), Math.floor(index / 2) - 1].map((need) => ({ id: idOf(need), required: true }));

const nodes = (count: number): GraphNode[] =>
  Array.from({ length: count }, (_, index) => ({ id: idOf(index), needs: needsOf(index) }));

const sorted = (input: readonly GraphNode[]): DependencyGraph => {
  const { graph, problems } = buildGraph(input);
  if (!graph) throw new Error(`The bench's own graph is wrong: ${JSON.stringify(problems)}`);
  return graph;
};

/** Starts one level after another, all components of a level at once. */
const startLevels = async (graph: DependencyGraph, start: (id: string) => Promise<void>): Promise<void> => {
  for (const wave of graph.waves) await Promise.all(wave.map(start));
};

class Plain extends BaseOrchestrator<object> {
  constructor(services: CoreServices) {
    super(services, { id: 'plain', title: 'Plain', description: '', schema: z.object({}) });
  }
}

const startOrchestrator = async (count: number, begun: string[] = []): Promise<Plain> => {
  const plain = new Plain(createBenchServices());
  for (let index = 0; index < count; index++) {
    const component: Component = { initialize: async () => void begun.push(idOf(index)) };
    plain.registerComponent(idOf(index), component, { title: idOf(index), needs: needsOf(index) });
  }
  const started = await plain.initialize();
  if (!started.ok) throw started.error;
  return plain;
};

const startAvvio = async (count: number, begun: string[] = []): Promise<void> => {
  const app = avvio();
  for (let index = 0; index < count; index++) app.use(async () => void begun.push(idOf(index)));
  await app.ready();
};

const startBare = async (count: number, begun: string[] = []): Promise<void> => {
  await startLevels(sorted(nodes(count)), async (id) => void begun.push(id));
};

const maths = async ({ print }: BenchContext): Promise<void> => {
  const input = nodes(10_000);
  const ring = [...input.slice(0, -1), { id: idOf(9_999), needs: [{ id: idOf(9_999), required: true }] }];
  const { problems } = buildGraph(ring);
  if (problems[0]?.kind !== 'cycle') throw new Error('The circle was not found');
  const times = await compare({
    sort: (count) => {
      for (let each = 0; each < count; each++) sorted(input);
    },
    cycle: (count) => {
      for (let each = 0; each < count; each++) buildGraph(ring);
    },
    start: async (count) => {
      for (let each = 0; each < count; each++) await startLevels(sorted(input), async () => undefined);
    },
  });
  print(againstLimit('T5', '10,000 components, 2 needs each: sort', times.sort, 'ms', 10));
  print(againstLimit('T5', '10,000 components: report of a circle', times.cycle, 'ms', 10));
  print(againstLimit('T5', '10,000 components: sort and start by levels', times.start, 'ms', 10));
};

const starts = async ({ print }: BenchContext): Promise<void> => {
  const count = 1_000;
  const begun = { bare: [] as string[], whole: [] as string[], avvio: [] as string[] };
  await startBare(count, begun.bare);
  await (await startOrchestrator(count, begun.whole)).cleanup();
  await startAvvio(count, begun.avvio);
  assertSame(
    'components started',
    Object.entries(begun).map(([name, ids]) => [name, ids.toSorted()] as const),
  );
  const repeat =
    (start: () => Promise<unknown>): Loop =>
    async (times) => {
      for (let each = 0; each < times; each++) await start();
    };
  const times = await compare({
    bare: repeat(() => startBare(count)),
    whole: repeat(async () => (await startOrchestrator(count)).cleanup()),
    avvio: repeat(() => startAvvio(count)),
  });
  print(
    againstRival(
      'T5',
      '1,000 components: sort and start by levels',
      times.bare,
      'avvio',
      times.avvio,
      'ms',
      8,
    ),
  );
  print(
    againstRival(
      'T5',
      '1,000 components: a whole orchestrator, supervised, started and stopped',
      times.whole,
      'avvio (start only)',
      times.avvio,
      'ms',
      8,
    ),
  );
};

/** Measures the lookup of a component, whose time must not depend on the number of components. */
const lookups = async ({ print }: BenchContext): Promise<void> => {
  const sizes = [10, 100, 1_000, 10_000, 100_000] as const;
  const loops = Object.fromEntries(
    sizes.map((size) => {
      const plain = new Plain(createBenchServices());
      const component: Component = {};
      for (let index = 0; index < size; index++)
        plain.registerComponent(idOf(index), component, { title: idOf(index) });
      // Looks up the same ten names for every size, so that the choice of names doesn't affect the
      // processor's cache.
      const names = Array.from({ length: 10 }, (_, index) => idOf(Math.floor((index * size) / 10)));
      if (names.some((name) => plain.getComponent(name) !== component))
        throw new Error('A look-up went wrong');
      const loop: Loop = (times) => {
        let found = 0;
        for (let each = 0; each < times; each++) if (plain.getComponent(names[each % 10] ?? '')) found++;
        return found;
      };
      return [String(size), loop];
    }),
  );
  const times = await compare(loops);
  const all = sizes.map((size) => times[String(size)]?.median ?? Number.NaN);
  const ratio = Math.max(...all) / (all[0] ?? Number.NaN);
  print({
    id: 'lookup',
    case: `getComponent among ${sizes.map((size) => size.toLocaleString('en')).join(' / ')}: ${all.map(round).join(' / ')} ns`,
    ours: round(median(all)),
    rival: null,
    theirs: null,
    unit: 'ns',
    ratio: round(ratio),
    target: 'slowest <=2x the time among 10',
    met: ratio <= 2,
    spread: sizes.map((size) => round(times[String(size)]?.spread ?? Number.NaN)),
    rounds: times['10']?.rounds ?? 0,
  });
};

export const benchGraph = async (context: BenchContext): Promise<void> => {
  if (context.wants('T5')) {
    await maths(context);
    await starts(context);
  }
  if (context.wants('lookup')) await lookups(context);
};
