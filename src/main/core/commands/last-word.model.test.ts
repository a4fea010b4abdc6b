import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CommandAction } from '#shared/model/index.ts';
import { BaseOrchestrator, createSystem, type CoreServices } from '../index.ts';
import { createCoreHarness, createScriptedComponent, type ScriptedComponent } from '../testing/index.ts';
import { readModelRuns } from '../testing/model-runs.ts';

/**
 * Overlapping commands against a model that knows only the last command: in the end exactly what it asked for
 * is desired and running, whatever was in progress before.
 */

type Part = { readonly id: string; readonly group: string; readonly requires: readonly string[] };

const parts: readonly Part[] = [
  { id: 'obs', group: 'video', requires: [] },
  { id: 'scenes', group: 'video', requires: ['obs'] },
  { id: 'clips', group: 'video', requires: [] },
  { id: 'rules', group: 'logic', requires: ['scenes'] },
  { id: 'notes', group: 'logic', requires: [] },
];
const groups = ['video', 'logic'];

class Group extends BaseOrchestrator<object> {
  constructor(services: CoreServices, id: string, components: ReadonlyMap<string, ScriptedComponent>) {
    super(services, { id, title: id, description: '', schema: z.object({}) });
    for (const part of parts) {
      const component = components.get(part.id);
      if (part.group !== id || !component) continue;
      const needs = part.requires.map((need) => ({ id: need, required: true }));
      this.registerComponent(part.id, component, { title: part.id, needs });
    }
  }
}

/** The last command to each group and each part. */
class DesiredStates {
  readonly #groupRuns = new Map(groups.map((id) => [id, false]));
  readonly #partRuns = new Map(parts.map(({ id }) => [id, true]));

  command(action: CommandAction, id: string): void {
    if (!groups.includes(id)) {
      if (action === 'stop') this.#partRuns.set(id, false);
      else this.#start([id]);
      return;
    }
    const ownParts = parts.filter((part) => part.group === id).map((part) => part.id);
    if (action === 'stop') this.#groupRuns.set(id, false);
    // A restart brings back what ran, and leaves individually stopped parts stopped.
    else if (action === 'start' || !this.#groupRuns.get(id)) this.#start(ownParts);
  }

  startAll(): void {
    for (const id of groups) this.#groupRuns.set(id, true);
  }

  isDesired({ id, group }: Part): boolean {
    return this.#groupRuns.get(group) === true && this.#partRuns.get(id) === true;
  }

  /** Returns true when the part and everything it requires is desired. */
  mayRun(part: Part): boolean {
    return (
      this.isDesired(part) && parts.every((need) => !part.requires.includes(need.id) || this.mayRun(need))
    );
  }

  #start(ids: readonly string[]): void {
    const all = parts.filter(({ id }) => ids.some((target) => target === id || needsOf(target).has(id)));
    for (const group of new Set(all.map((part) => part.group))) {
      if (this.#groupRuns.get(group)) continue;
      for (const part of parts) if (part.group === group) this.#partRuns.set(part.id, false);
      this.#groupRuns.set(group, true);
    }
    for (const { id } of all) this.#partRuns.set(id, true);
  }
}

const needsOf = (id: string): ReadonlySet<string> => {
  const own = parts.find((part) => part.id === id)?.requires ?? [];
  return new Set([...own, ...own.flatMap((need) => [...needsOf(need)])]);
};

type Move =
  | { readonly kind: 'command'; readonly action: CommandAction; readonly id: string }
  | { readonly kind: 'slow'; readonly id: string; readonly what: 'start' | 'stop' }
  | { readonly kind: 'release'; readonly id: string }
  | { readonly kind: 'wait'; readonly ms: number };

const partId = fc.constantFrom(...parts.map(({ id }) => id));
const moves: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      action: fc.constantFrom<CommandAction>('start', 'stop', 'restart'),
      id: fc.oneof(partId, fc.constantFrom(...groups)),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('slow' as const),
      id: partId,
      what: fc.constantFrom('start' as const, 'stop' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), id: partId }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 4_000) }),
  },
);

const play = async (history: readonly Move[]): Promise<void> => {
  const { clock, options } = createCoreHarness();
  const components = new Map(parts.map(({ id }) => [id, createScriptedComponent(id)]));
  const system = createSystem({
    ...options,
    orchestrators: (services) => groups.map((id) => new Group(services, id, components)),
  });
  const desired = new DesiredStates();
  const answers: Promise<unknown>[] = [system.start()];
  desired.startAll();
  for (const move of history) {
    if (move.kind === 'command') {
      answers.push(system.command(move.action, move.id));
      desired.command(move.action, move.id);
    }
    if (move.kind === 'slow') {
      const component = components.get(move.id);
      if (move.what === 'start') component?.starts.push('hang');
      else component?.stops.push('hang');
    }
    if (move.kind === 'release') components.get(move.id)?.release();
    if (move.kind === 'wait') await clock.advance(move.ms);
  }
  // Ends everything slow and late: nothing is in progress any more.
  for (const component of components.values()) component.starts.length = component.stops.length = 0;
  for (let round = 0; round < 12; round++) {
    for (const component of components.values()) component.release();
    await clock.advance(10_000);
  }
  await Promise.all(answers);
  const views = new Map(system.list().map((view) => [view.id, view]));
  const seen = parts.map(({ id }) => [id, views.get(id)?.desired, components.get(id)?.alive]);
  const said = parts.map((part) => [
    part.id,
    desired.isDesired(part) ? 'running' : 'stopped',
    desired.mayRun(part) ? 1 : 0,
  ]);
  expect(seen).toEqual(said);
  await system.stop();
  expect(clock.pending).toBe(0);
};

const { parameters, timeout } = readModelRuns(150);

describe('overlapping commands', () => {
  it(`end in the state of the last command, in ${parameters.numRuns} histories`, { timeout }, async () => {
    await fc.assert(fc.asyncProperty(fc.array(moves, { maxLength: 20 }), play), parameters);
  });
});
