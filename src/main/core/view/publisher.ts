import { componentHealthChanged, componentStateChanged } from '#shared/catalogue/topics/components.ts';
import { Emitter } from '#shared/kernel/index.ts';
import {
  type DesiredState,
  healthLevels,
  isTroubleLevel,
  type HealthLevel,
  type LifecycleState,
  type Waiting,
} from '#shared/model/index.ts';
import type { CoreEnvironment } from '../core-environment.ts';
import type { Logger } from '../logger.ts';
import type { SystemChange } from '../system-port.ts';
import { sameContribution } from '../runtime/component-counters.ts';
import type { ComponentNode, Published, PublishedDetails } from '../runtime/component-node.ts';
import type { OrchestratorNode } from '../runtime/orchestrator-node.ts';
import type { NodeRegistry } from '../runtime/registry.ts';
import type { Observation } from './observation.ts';

/** `parent` is omitted for an orchestrator. */
interface Ownership {
  readonly desired: DesiredState;
  readonly parent?: string | null;
}

const sameWaiting = (left: Waiting | null, right: Waiting | null): boolean =>
  left === right ||
  (left?.for === 'dependency' &&
    right?.for === 'dependency' &&
    left.componentId === right.componentId &&
    left.message === right.message) ||
  (left?.for === 'operator' && right?.for === 'operator' && left.message === right.message);

const desiredState = ({ desired }: { readonly desired: boolean }): DesiredState =>
  desired ? 'running' : 'stopped';

/** Compares field by field: serialising both to compare two texts took half the time of a start. */
const sameDetails = (left: PublishedDetails, right: PublishedDetails): boolean =>
  left.desired === right.desired &&
  sameWaiting(left.waiting, right.waiting) &&
  left.causeId === right.causeId &&
  left.causeMessage === right.causeMessage &&
  left.notSetUp === right.notSetUp &&
  left.supervision === right.supervision;

/** Publishes changes: as events for the record, and as notifications for views. */
export class Publisher {
  readonly #services: Pick<CoreEnvironment, 'bus' | 'clock'>;
  readonly #logger: Logger;
  readonly #registry: NodeRegistry;
  readonly #observation: Observation;
  readonly #listeners = new Emitter<[change: SystemChange]>();

  constructor(
    services: Pick<CoreEnvironment, 'bus' | 'clock' | 'loggerFor'>,
    registry: NodeRegistry,
    observation: Observation,
  ) {
    this.#services = services;
    this.#logger = services.loggerFor('publisher');
    this.#registry = registry;
    this.#observation = observation;
  }

  onChange(listener: (change: SystemChange) => void): Disposable {
    return this.#listeners.on((change) => {
      try {
        listener(change);
      } catch (thrown) {
        this.#logger.error('A listener for changes failed', thrown, { change: change.kind });
      }
    });
  }

  /**
   * Notifies listeners. A throwing listener does not affect others, nor anything that is starting or
   * stopping.
   */
  tell(change: SystemChange): void {
    this.#listeners.emit(change);
  }

  /** Compares a component with its last published state and publishes the difference. */
  publish(node: ComponentNode): void {
    const observation = this.#observation;
    const { published, spec } = node;
    const claimed = node.board.set(observation.readyClaim(node));
    const contribution = observation.contributionOf(node);
    if (node.contribution === null || !sameContribution(node.contribution, contribution)) {
      this.#registry.ownerOf(node).tally.replace(node.contribution, contribution);
      node.contribution = contribution;
    }
    const { state, level } = contribution;
    const desired = desiredState(contribution);
    const cause = observation.causeOf(node);
    const noticed = this.#notice(published, {
      desired,
      waiting: observation.waitingOf(node),
      causeId: cause?.componentId ?? null,
      causeMessage: cause?.message ?? null,
      notSetUp: observation.isNotSetUp(node),
      supervision: node.supervisor.view(),
    });
    const changed = noticed || published.state !== state || published.level !== level;
    if (published.state !== state) {
      this.#tellState(node.id, spec.title, published, state, { desired, parent: spec.parent });
    }
    if (published.level !== level) {
      const summary = observation.summaryOf(node);
      this.#tellLevel(node.id, spec.title, published, level, summary, { desired, parent: spec.parent });
    }
    if (changed || claimed) this.changed(node);
  }

  publishOrchestrator(node: OrchestratorNode): void {
    const observation = this.#observation;
    const { published, spec } = node;
    const desired = desiredState(node);
    const state = observation.stateOfOrchestrator(node);
    const level = observation.levelOfOrchestrator(node);
    const noticed = this.#notice(published, {
      desired,
      waiting: node.blocked?.waiting ?? null,
      causeId: null,
      causeMessage: null,
      notSetUp: false,
      supervision: node.supervisor.view(),
    });
    const changed = noticed || published.state !== state || published.level !== level;
    if (published.state !== state) this.#tellState(node.id, spec.title, published, state, { desired });
    if (published.level !== level) {
      const summary = observation.summaryOfOrchestrator(node);
      this.#tellLevel(node.id, spec.title, published, level, summary, { desired });
    }
    if (!changed) return;
    this.tell({ kind: 'component', id: node.id });
    this.tell({ kind: 'verdict' });
  }

  /** Publishes a visible change of a component, such as a condition. */
  changed(node: ComponentNode): void {
    this.tell({ kind: 'component', id: node.id });
    this.tell({ kind: 'verdict' });
  }

  /** Stores the visible details. Returns true when they changed. */
  #notice(published: Published, details: PublishedDetails): boolean {
    const before = published.details;
    if (before !== null && sameDetails(before, details)) return false;
    published.details = details;
    return true;
  }

  #tellState(id: string, title: string, published: Published, state: LifecycleState, data: Ownership): void {
    const from = published.state;
    published.state = state;
    published.stateSince = this.#services.clock.now();
    this.#services.bus.emit(id, componentStateChanged({ ...data, from, to: state }, { title }));
  }

  #tellLevel(
    id: string,
    title: string,
    published: Published,
    level: HealthLevel,
    summary: string,
    data: Ownership,
  ): void {
    const from = published.level;
    published.level = level;
    published.levelSince = this.#services.clock.now();
    this.#keepTimes(published, from, level);
    const draft = componentHealthChanged({ ...data, from, to: level }, { title, summary });
    this.#services.bus.emit(id, draft);
  }

  #keepTimes(published: Published, from: HealthLevel, level: HealthLevel): void {
    const { clock } = this.#services;
    if (level === 'healthy') {
      published.healthySince = clock.monotonic();
      published.worseSince = null;
    }
    if (from === 'healthy') published.healthyUntil = clock.monotonic();
    if (!isTroubleLevel(level)) {
      published.troubleSince = null;
      return;
    }
    published.troubleSince ??= clock.now();
    if (healthLevels.indexOf(level) > healthLevels.indexOf(from)) published.worseSince = clock.monotonic();
  }
}
