import { Fault, err, ok, type Result } from '#shared/kernel/index.ts';
import { allDependents, allNeeds, startWaves, stopWaves, type DependencyGraph } from '#shared/graph/index.ts';
import type { ActionPlan, CommandAction } from '#shared/model/index.ts';
import { ComponentNode } from '../runtime/component-node.ts';
import type { OrchestratorNode } from '../runtime/orchestrator-node.ts';
import { isDesired } from '../runtime/readiness.ts';
import type { NodeRegistry } from '../runtime/registry.ts';

type Steps = ActionPlan['steps'];

const isAlive = (node: ComponentNode): boolean => node.phase !== 'down';

/** Returns the components that a command targets: one, or all of an orchestrator. */
export const targetsOf = (node: ComponentNode | OrchestratorNode): readonly ComponentNode[] =>
  node instanceof ComponentNode ? [node] : [...node.children].filter((child) => child.enabled);

/** Returns everything that must be desired for the targets to run: the targets and all their requirements. */
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

/**
 * Returns the orchestrators that must be started for the targets to run: the owners of all started
 * components, and required orchestrators.
 */
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

/** Returns the running components that require one of the targets and stop with it. */
const stoppingSet = (
  registry: NodeRegistry,
  graph: DependencyGraph,
  targets: readonly ComponentNode[],
): Set<ComponentNode> => {
  const set = new Set<ComponentNode>();
  for (const target of targets) {
    for (const id of allDependents(graph, target.id, 'required')) {
      const dependent = registry.component(id);
      if (dependent && isDesired(dependent, registry.ownerOf(dependent))) set.add(dependent);
    }
  }
  for (const target of targets) set.delete(target);
  return set;
};

/**
 * Returns the components that keep running but may lose their connection or the data they observe: those with
 * a direct or indirect optional need on a stopped component. Needs with `waits: false` don't count: they are
 * used only while they are there.
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
      if (stopping.has(dependent) || losing.has(dependent) || !isDesired(dependent, owner)) continue;
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

/**
 * Waves run one after another, and the slowest step decides each wave. Unknown as soon as one duration is
 * unknown.
 */
const expectedOf = (steps: Steps): number | null => {
  const waves = new Map<number, number>();
  for (const step of steps) {
    if (step.expectedMs === null) return null;
    waves.set(step.wave, Math.max(waves.get(step.wave) ?? 0, step.expectedMs));
  }
  return [...waves.values()].reduce((sum, ms) => sum + ms, 0);
};

/** Plans a command in the current state. Changes nothing. */
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
  const alsoStopping = action === 'start' ? new Set<ComponentNode>() : stoppingSet(registry, graph, targets);
  const aliveBefore = new Set([...targets, ...alsoStopping].filter(isAlive));

  const stops = action === 'start' ? [] : toSteps(registry, stopWaves(graph, idsOf(aliveBefore)), 'stop', 0);
  const firstStart = stops.length === 0 ? 0 : Math.max(...stops.map((step) => step.wave)) + 1;
  const startSteps = (): Steps => {
    const set = startSet(registry, graph, targets);
    // Waiting dependents come back automatically.
    for (const dependent of stoppingSet(registry, graph, [...set])) set.add(dependent);
    const down = [...set].filter((node) => (action === 'restart' && aliveBefore.has(node)) || !isAlive(node));
    return toSteps(registry, startWaves(graph, idsOf(down)), 'start', firstStart);
  };
  const steps = [...stops, ...(action === 'stop' ? [] : startSteps())];
  return ok({
    action,
    target: id,
    steps,
    alsoStops: named(alsoStopping),
    losesConnection:
      action === 'start' ? [] : named(losingSet(registry, new Set([...targets, ...alsoStopping]), target)),
    expectedMs: expectedOf(steps),
  });
};

export const unknownComponent = (id: string): Fault =>
  new Fault('component.unknown', `There is no component "${id}"`, {
    kind: 'configuration',
    status: 'not-found',
  });
