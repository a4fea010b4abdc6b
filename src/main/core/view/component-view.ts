import type { Clock, JsonObject, Redactor } from '#shared/kernel/index.ts';
import type { ComponentDetail, ComponentView, GraphEdge } from '#shared/model/index.ts';
import { allDependents } from '#shared/graph/index.ts';
import type { EventFlow } from '../events/flow-counter.ts';
import { ComponentNode } from '../runtime/component-node.ts';
import type { OrchestratorNode } from '../runtime/orchestrator-node.ts';
import { isDesired } from '../runtime/readiness.ts';
import type { NodeRegistry } from '../runtime/registry.ts';
import type { Observation } from './observation.ts';

export interface ViewEnvironment {
  readonly registry: NodeRegistry;
  readonly observation: Observation;
  readonly redactor: Redactor;
  readonly clock: Pick<Clock, 'now'>;
}

const viewComponent = (node: ComponentNode, { registry, observation }: ViewEnvironment): ComponentView => ({
  id: node.id,
  title: node.spec.title,
  description: node.spec.description,
  kind: node.spec.kind,
  parent: node.spec.parent,
  platform: node.spec.platform,
  desired: isDesired(node, registry.ownerOf(node)) ? 'running' : 'stopped',
  state: observation.stateOf(node),
  since: node.published.stateSince,
  startedAt: node.startedAt,
  health: {
    level: observation.levelOf(node),
    summary: observation.summaryOf(node),
    conditions: [...node.board.list()],
    since: node.published.levelSince,
  },
  waiting: observation.waitingOf(node),
  notSetUp: observation.isNotSetUp(node),
  audience: node.spec.audience,
  stoppedBy: observation.stoppedByOf(node),
  intervention: observation.interventionOf(node),
  cause: observation.causeOf(node),
  supervision: node.supervisor.view(),
  needs: [...node.spec.needs],
  fact: node.fact,
});

const viewOrchestrator = (node: OrchestratorNode, { observation }: ViewEnvironment): ComponentView => ({
  id: node.id,
  title: node.spec.title,
  description: node.spec.description,
  kind: 'orchestrator',
  parent: null,
  platform: null,
  desired: node.desired ? 'running' : 'stopped',
  state: observation.stateOfOrchestrator(node),
  since: node.published.stateSince,
  startedAt: node.startedAt,
  health: {
    level: observation.levelOfOrchestrator(node),
    summary: observation.summaryOfOrchestrator(node),
    conditions: [...observation.conditionsOfOrchestrator(node)],
    since: node.published.levelSince,
  },
  waiting: node.desired ? (node.blocked?.waiting ?? null) : null,
  notSetUp: false,
  audience: 'none',
  stoppedBy: observation.stoppedByOf(node),
  intervention: null,
  cause: null,
  supervision: node.supervisor.view(),
  needs: [...node.spec.needs],
  fact: null,
});

/** Returns the view of a component or orchestrator. */
export const viewOf = (
  node: ComponentNode | OrchestratorNode,
  environment: ViewEnvironment,
): ComponentView =>
  node instanceof ComponentNode ? viewComponent(node, environment) : viewOrchestrator(node, environment);

/**
 * Returns a component's own status. When reading it throws, the status says so: one faulty status must not
 * break the program.
 */
const statusOf = (node: ComponentNode | OrchestratorNode, redactor: Redactor): JsonObject => {
  try {
    return redactor.redact(
      node instanceof ComponentNode ? (node.spec.component.getStatus?.() ?? {}) : node.spec.status(),
    );
  } catch (thrown) {
    return { statusError: redactor.text(thrown instanceof Error ? thrown.message : String(thrown)) };
  }
};

export const detailOf = (
  node: ComponentNode | OrchestratorNode,
  environment: ViewEnvironment,
): ComponentDetail => {
  const graph = environment.registry.graph();
  return {
    ...viewOf(node, environment),
    status: { ...statusOf(node, environment.redactor) },
    dependents: graph.ok ? [...allDependents(graph.value, node.id, 'any')] : [],
    settingsPath: node.spec.settingsPath,
  };
};

/** Returns the declared needs and the observed event flows as edges. */
export const edgesOf = (registry: NodeRegistry, flows: readonly EventFlow[]): readonly GraphEdge[] => {
  const edges: GraphEdge[] = [];
  for (const node of [...registry.orchestrators, ...registry.components]) {
    for (const need of node.spec.needs) {
      edges.push({ from: node.id, to: need.id, kind: need.required ? 'requires' : 'uses', rate: null });
    }
  }
  for (const flow of flows) {
    if (registry.find(flow.from) && registry.find(flow.to)) {
      edges.push({ from: flow.from, to: flow.to, kind: 'events', rate: Math.round(flow.rate * 10) / 10 });
    }
  }
  return edges;
};
