import type { LifecycleState } from '#shared/model/index.ts';
import type { ComponentNode } from './runtime/component-node.ts';
import type { OrchestratorNode } from './runtime/orchestrator-node.ts';
import { isWanted } from './runtime/readiness.ts';
import type { NodeRegistry } from './runtime/registry.ts';
import type { Observation } from './view/observation.ts';

/** When something began and how long it took. All times are milliseconds. */
export interface Timing {
  /** From the start of the system (of a stop: from its begin); null when it was not begun. */
  readonly beganAfterMs: number | null;
  /** Null while it goes on, and when it was not begun. */
  readonly tookMs: number | null;
}

/** What one component took to start and to stop the last time. */
export interface ComponentTimings {
  readonly id: string;
  readonly title: string;
  readonly state: LifecycleState;
  readonly start: Timing;
  readonly stop: Timing;
  /** What it usually takes: the median of the last lives; null when it was never measured. */
  readonly usually: { readonly startMs: number | null; readonly stopMs: number | null };
}

export interface OrchestratorTimings {
  readonly id: string;
  readonly title: string;
  readonly state: LifecycleState;
  readonly start: Timing;
  readonly stop: Timing;
  /** In registration order. */
  readonly components: readonly ComponentTimings[];
}

/** Boot and stop as data: who began when, how long each took, and who is still at it. */
export interface SystemTimings {
  readonly start: Timing;
  readonly stop: Timing;
  readonly orchestrators: readonly OrchestratorTimings[];
  /** Components whose start, or stop, goes on at this moment. */
  readonly stillStarting: readonly string[];
  readonly stillStopping: readonly string[];
}

/** A span on the monotonic clock. */
export interface Span {
  readonly beganAt: number;
  readonly tookMs: number | null;
}

const relative = (span: Span | null, origin: Span | null): Timing => ({
  // What began before the system did is of an earlier start.
  beganAfterMs:
    span === null || origin === null || span.beganAt < origin.beganAt ? null : span.beganAt - origin.beganAt,
  tookMs: span === null || origin === null || span.beganAt < origin.beganAt ? null : span.tookMs,
});

const componentTimings = (
  node: ComponentNode,
  observation: Observation,
  start: Span | null,
  stop: Span | null,
): ComponentTimings => ({
  id: node.id,
  title: node.spec.title,
  state: observation.stateOf(node),
  start: relative(node.lastStart, start),
  stop: relative(node.lastStop, stop),
  usually: { startMs: node.startTimes.expectedMs, stopMs: node.stopTimes.expectedMs },
});

const orchestratorTimings = (
  node: OrchestratorNode,
  observation: Observation,
  start: Span | null,
  stop: Span | null,
): OrchestratorTimings => ({
  id: node.id,
  title: node.spec.title,
  state: observation.stateOfOrchestrator(node),
  start: relative(node.lastStart, start),
  stop: relative(node.lastStop, stop),
  components: [...node.children].map((child) => componentTimings(child, observation, start, stop)),
});

/** Reads the timing tree off the nodes. `start` and `stop` are the spans of the whole system. */
export const readTimings = (
  registry: NodeRegistry,
  observation: Observation,
  start: Span | null,
  stop: Span | null,
): SystemTimings => {
  const components = [...registry.components];
  return {
    start: relative(start, start),
    stop: relative(stop, stop),
    orchestrators: [...registry.orchestrators].map((node) =>
      orchestratorTimings(node, observation, start, stop),
    ),
    stillStarting: components
      .filter((node) => node.phase === 'starting' && isWanted(node, registry.ownerOf(node)))
      .map(({ id }) => id),
    stillStopping: components.filter(({ phase }) => phase === 'stopping').map(({ id }) => id),
  };
};
