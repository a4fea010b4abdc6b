import type { HealthLevel, LifecycleState } from '#shared/model/index.ts';
import type { CoreEnvironment } from '../core-environment.ts';
import type { SystemChange } from '../system-port.ts';
import type { ComponentNode, Published } from '../runtime/component-node.ts';
import type { OrchestratorNode } from '../runtime/orchestrator-node.ts';
import { isWanted } from '../runtime/readiness.ts';
import type { NodeRegistry } from '../runtime/registry.ts';
import type { Observation } from './observation.ts';

const stateWords: Record<LifecycleState, string> = {
  idle: 'was never started',
  starting: 'is starting',
  running: 'is running',
  degraded: 'is running with trouble',
  stopping: 'is stopping',
  stopped: 'has stopped',
  failed: 'has failed',
  quarantined: 'is in quarantine',
};

/** Tells the outside what changed: as events for the record, as changes for who draws. */
export class Publisher {
  readonly #services: Pick<CoreEnvironment, 'bus' | 'clock'>;
  readonly #registry: NodeRegistry;
  readonly #observation: Observation;
  readonly #listeners = new Set<(change: SystemChange) => void>();

  constructor(
    services: Pick<CoreEnvironment, 'bus' | 'clock'>,
    registry: NodeRegistry,
    observation: Observation,
  ) {
    this.#services = services;
    this.#registry = registry;
    this.#observation = observation;
  }

  onChange(listener: (change: SystemChange) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  tell(change: SystemChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Compares a component with what was last told of it, and tells the difference. */
  publish(node: ComponentNode): void {
    const observation = this.#observation;
    const claimed = node.board.claim(observation.readyClaim(node));
    const wanted = isWanted(node, this.#registry.ownerOf(node));
    const waiting = observation.waitingOf(node);
    const cause = observation.causeOf(node);
    const fingerprint = JSON.stringify([
      wanted,
      waiting,
      cause?.componentId,
      cause?.message,
      node.supervisor.view(),
    ]);
    const contribution = observation.contributionOf(node);
    this.#registry.ownerOf(node).tally.replace(node.contribution, contribution);
    node.contribution = contribution;
    const seen = this.#compare(node.id, node.spec.title, node.published, {
      state: contribution.state,
      level: contribution.level,
      summary: () => observation.summaryOf(node),
      fingerprint,
      data: { wanted, parent: node.spec.parent },
    });
    if (seen || claimed) this.changed(node);
  }

  publishOrchestrator(node: OrchestratorNode): void {
    const observation = this.#observation;
    const seen = this.#compare(node.id, node.spec.title, node.published, {
      state: observation.stateOfOrchestrator(node),
      level: observation.levelOfOrchestrator(node),
      summary: () => observation.summaryOfOrchestrator(node),
      fingerprint: JSON.stringify([node.wanted, node.hold?.waiting, node.supervisor.view()]),
      data: { wanted: node.wanted },
    });
    if (!seen) return;
    this.tell({ kind: 'component', id: node.id });
    this.tell({ kind: 'verdict' });
  }

  /** Something that can be seen of a component changed, such as a condition. */
  changed(node: ComponentNode): void {
    this.tell({ kind: 'component', id: node.id });
    this.tell({ kind: 'verdict' });
  }

  #compare(
    id: string,
    title: string,
    before: Published,
    now: {
      state: LifecycleState;
      level: HealthLevel;
      /** Asked for only when the level changed. */
      summary: () => string;
      fingerprint: string;
      data: Readonly<Record<string, unknown>>;
    },
  ): boolean {
    const at = this.#services.clock.now();
    const { bus } = this.#services;
    const stateBefore = before.state;
    const levelBefore = before.level;
    const changed =
      stateBefore !== now.state || levelBefore !== now.level || before.fingerprint !== now.fingerprint;
    before.fingerprint = now.fingerprint;
    if (stateBefore !== now.state) {
      before.state = now.state;
      before.stateSince = at;
      bus.emit(id, 'component.state-changed', {
        message: `${title} ${stateWords[now.state]}`,
        level:
          now.state === 'failed' || now.state === 'quarantined'
            ? 'error'
            : now.state === 'degraded'
              ? 'warning'
              : 'info',
        data: { ...now.data, from: stateBefore, to: now.state },
      });
    }
    if (levelBefore !== now.level) {
      before.level = now.level;
      before.levelSince = at;
      bus.emit(id, 'component.health-changed', {
        message: now.level === 'healthy' ? `${title} is well` : `${title} is ${now.level}: ${now.summary()}`,
        level:
          now.level === 'healthy' || now.level === 'unknown'
            ? 'info'
            : now.level === 'degraded'
              ? 'warning'
              : 'error',
        data: { ...now.data, from: levelBefore, to: now.level },
      });
    }
    return changed;
  }
}
