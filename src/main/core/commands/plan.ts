import { Fault, err, ok, type Result } from '#shared/kernel/index.ts';
import { allDependents, allNeeds, startWaves, stopWaves, type DependencyGraph } from '#shared/graph/index.ts';
import type { ActionPlan, CommandAction } from '#shared/model/index.ts';
import { ComponentNode } from '../runtime/component-node.ts';
import type { OrchestratorNode } from '../runtime/orchestrator-node.ts';
import { isWanted } from '../runtime/readiness.ts';
import type { NodeRegistry } from '../runtime/registry.ts';

type Steps = ActionPlan['steps'];

const isAlive = (node: ComponentNode): boolean => node.phase !== 'down';

/** The components that a command is about: one, or all of an orchestrator. */
export const targetsOf = (node: ComponentNode | OrchestratorNode): readonly ComponentNode[] =>
  node instanceof ComponentNode ? [node] : [...node.children].filter((child) => child.enabled);

/** Everything that must be wanted for the targets to run: they themselves and all that they require. */
export const startSet = (
  registry: NodeRegistry,
  graph: DependencyGraph,
  targets: readonly ComponentNode[],
): Set<ComponentNode> => {
  const set = new Set(targets);
  for (const target of targets) {
    for (const id of allNeeds(graph, target.id, 'required')) {
      const need = registry.component(id);
      if (need?.enabled) set.add(need);
    }
  }
  return set;
};

/** The orchestrators that must be begun for the targets to run: those of all that is started, and those that are required. */
export const ownersToStart = (
  registry: NodeRegistry,
  graph: DependencyGraph,
  targets: readonly ComponentNode[],
): Set<OrchestratorNode> => {
  const owners = new Set<OrchestratorNode>();
  for (const member of startSet(registry, graph, targets)) owners.add(registry.ownerOf(member));
  for (const target of targets) {
    for (const id of allNeeds(graph, target.id, 'required')) {
      const required = registry.orchestrator(id);
      if (required) owners.add(required);
    }
  }
  return owners;
};

/** What is up and requires one of the targets: it goes dark with them. */
const darkSet = (
  registry: NodeRegistry,
  graph: DependencyGraph,
  targets: readonly ComponentNode[],
): Set<ComponentNode> => {
  const set = new Set<ComponentNode>();
  for (const target of targets) {
    for (const id of allDependents(graph, target.id, 'required')) {
      const dependent = registry.component(id);
      if (dependent && isWanted(dependent, registry.ownerOf(dependent))) set.add(dependent);
    }
  }
  for (const target of targets) set.delete(target);
  return set;
};

/**
 * Components that keep running and may lose their connection, or sight of what they follow: those that have an optional need on
 * what stops, directly or through others. A need that is not even waited for is left out: it is used only while it is there.
 */
const losingSet = (
  registry: NodeRegistry,
  stopping: ReadonlySet<ComponentNode>,
  target: ComponentNode | OrchestratorNode,
): Set<ComponentNode> => {
  const losing = new Set<ComponentNode>();
  const open: (ComponentNode | OrchestratorNode)[] = [target, ...stopping];
  for (let lost = open.pop(); lost !== undefined; lost = open.pop()) {
    for (const dependent of registry.dependentsOf(lost)) {
      const owner = registry.ownerOf(dependent);
      if (stopping.has(dependent) || losing.has(dependent) || !isWanted(dependent, owner)) continue;
      const lostIds = lost instanceof ComponentNode ? [lost.id, lost.spec.parent] : [lost.id];
      const needs = [...dependent.spec.needs, ...owner.spec.needs];
      if (!needs.some(({ id, required, waits }) => lostIds.includes(id) && (required || waits !== false)))
        continue;
      losing.add(dependent);
      open.push(dependent);
    }
  }
  return losing;
};

const named = (nodes: Iterable<ComponentNode>): { componentId: string; title: string }[] =>
  [...nodes].map((node) => ({ componentId: node.id, title: node.spec.title }));

const idsOf = (nodes: Iterable<ComponentNode>): Set<string> => new Set([...nodes].map((node) => node.id));

const toSteps = (
  registry: NodeRegistry,
  waves: readonly (readonly string[])[],
  operation: 'start' | 'stop',
  firstWave: number,
): Steps =>
  waves.flatMap((wave, index) =>
    wave.flatMap((id) => {
      const node = registry.component(id);
      if (!node) return [];
      const { expectedMs } = operation === 'start' ? node.startTimes : node.stopTimes;
      return [{ componentId: id, title: node.spec.title, operation, wave: firstWave + index, expectedMs }];
    }),
  );

/** Waves follow each other, and within one the slowest decides. Unknown as soon as one part is unknown. */
const expectedOf = (steps: Steps): number | null => {
  const waves = new Map<number, number>();
  for (const step of steps) {
    if (step.expectedMs === null) return null;
    waves.set(step.wave, Math.max(waves.get(step.wave) ?? 0, step.expectedMs));
  }
  return [...waves.values()].reduce((sum, ms) => sum + ms, 0);
};

/** What a command will do, as it stands now. Changes nothing. */
export const planCommand = (
  registry: NodeRegistry,
  action: CommandAction,
  id: string,
): Result<ActionPlan, Fault> => {
  const target = registry.find(id);
  if (!target) return err(unknownComponent(id));
  const built = registry.graph();
  if (!built.ok) return built;
  const graph = built.value;
  const targets = targetsOf(target);
  const dark = action === 'start' ? new Set<ComponentNode>() : darkSet(registry, graph, targets);
  const aliveBefore = new Set([...targets, ...dark].filter(isAlive));

  const stops = action === 'start' ? [] : toSteps(registry, stopWaves(graph, idsOf(aliveBefore)), 'stop', 0);
  const firstStart = stops.length === 0 ? 0 : Math.max(...stops.map((step) => step.wave)) + 1;
  const startSteps = (): Steps => {
    const set = startSet(registry, graph, targets);
    // Who waits for one of them comes back by itself.
    for (const dependent of darkSet(registry, graph, [...set])) set.add(dependent);
    const down = [...set].filter((node) => (action === 'restart' && aliveBefore.has(node)) || !isAlive(node));
    return toSteps(registry, startWaves(graph, idsOf(down)), 'start', firstStart);
  };
  const steps = [...stops, ...(action === 'stop' ? [] : startSteps())];
  return ok({
    action,
    target: id,
    steps,
    goesDark: named(dark),
    losesConnection:
      action === 'start' ? [] : named(losingSet(registry, new Set([...targets, ...dark]), target)),
    expectedMs: expectedOf(steps),
  });
};

export const unknownComponent = (id: string): Fault =>
  new Fault('component.unknown', `There is no component "${id}"`, {
    kind: 'configuration',
    status: 'not-found',
  });
