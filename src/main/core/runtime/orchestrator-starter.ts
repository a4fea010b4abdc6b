import {
  orchestratorStarted,
  orchestratorStartFailed,
  orchestratorStopped,
} from '#shared/catalogue/topics/components.ts';
import { err, Fault, ok } from '#shared/kernel/index.ts';
import type { CoreEnvironment } from '../core-environment.ts';
import { missingDependencyOf } from '../supervision/supervisor.ts';
import type { Observation } from '../view/observation.ts';
import { ComponentNode } from './component-node.ts';
import { blockedAfter } from './blocked.ts';
import type { OrchestratorNode } from './orchestrator-node.ts';
import { circleThrough, blockedOf, isReady, isDesired, mayWaitFor } from './readiness.ts';
import type { NodeRegistry } from './registry.ts';
import { startCancelled, StartSession, type ComponentStart, type StartReport } from './start-session.ts';

/** Starts and stops whole orchestrators, tracks both to their end, and retries rolled-back starts. */
export class OrchestratorStarter {
  readonly #services: CoreEnvironment;
  readonly #registry: NodeRegistry;
  readonly #observation: Observation;
  readonly #touch: (...nodes: readonly ComponentNode[]) => void;

  constructor(
    services: CoreEnvironment,
    registry: NodeRegistry,
    observation: Observation,
    touch: (node: ComponentNode) => void,
  ) {
    this.#services = services;
    this.#registry = registry;
    this.#observation = observation;
    this.#touch = (...nodes) => nodes.forEach(touch);
  }

  begin(owner: OrchestratorNode): StartSession {
    owner.unblock();
    owner.desired = true;
    owner.everDesired = true;
    owner.fault = null;
    owner.failedChildId = null;
    // All of them are down: nothing of an orchestrator runs before its start, or while it waits.
    const desired = [...owner.children].filter((child) => isDesired(child, owner));
    for (const child of desired) {
      child.fault = null;
      child.settled = false;
      child.lastStart = null;
    }
    const beganAt = this.#services.clock.monotonic();
    owner.session = new StartSession(
      beganAt,
      desired.map((child) => child.id),
    );
    return owner.session;
  }

  /** Rolls the start of an orchestrator back after an essential component failed. */
  rollBack(owner: OrchestratorNode, node: ComponentNode, fault: Fault): void {
    if (!owner.session || owner.session.rollback) return;
    owner.session.rollback = fault;
    owner.failedChildId = node.id;
    this.#touch(...owner.children);
  }

  /** Completes starts and stops that are over. */
  step(owner: OrchestratorNode): void {
    const waiting = owner.blocked?.waiting;
    if (waiting?.for === 'dependency' && isReady(this.#registry, waiting.componentId))
      this.#beginAgain(owner);
    if (owner.stopping && owner.allDown) this.#stopped(owner);
    const { session } = owner;
    if (!session || !owner.desired) return;
    if (session.rollback) {
      if (owner.allDown) this.#rolledBack(owner, session, session.rollback);
    } else if (session.pending.size === 0) {
      this.#started(owner, session);
    }
  }

  /** Retries nodes that wait in a cycle with a failed one: they may be able to run without each other. */
  breakCircle(node: ComponentNode | OrchestratorNode, fault: Fault): void {
    const missingId = missingDependencyOf(fault);
    if (missingId === null) return;
    for (const member of circleThrough(this.#registry, node, missingId) ?? []) {
      if (!(member instanceof ComponentNode)) continue;
      const owner = this.#registry.ownerOf(member);
      if (blockedOf(member, owner)?.waiting.for !== 'dependency') continue;
      if (member.blocked) {
        member.unblock();
        this.#touch(member);
      } else {
        this.#beginAgain(owner);
      }
    }
  }

  report(owner: OrchestratorNode, beganAt: number): StartReport {
    const components = [...owner.children].map((child) => this.#componentStart(owner, child, beganAt));
    const complete = components.every(({ outcome }) => outcome === 'running' || outcome === 'switched-off');
    return {
      orchestratorId: owner.id,
      outcome: complete ? 'running' : 'degraded',
      tookMs: this.#services.clock.monotonic() - beganAt,
      components,
    };
  }

  #beginAgain(owner: OrchestratorNode): void {
    if (!owner.desired) return;
    this.begin(owner);
    this.#touch(...owner.children);
  }

  #started(owner: OrchestratorNode, session: StartSession): void {
    const { bus, clock } = this.#services;
    owner.session = null;
    owner.startedAt = clock.now();
    owner.supervisor.ready();
    const report = this.report(owner, session.beganAt);
    const missing = report.components.filter(({ outcome }) => outcome === 'failed' || outcome === 'waiting');
    const names = missing.map(({ componentId }) => this.#registry.titleOf(componentId)).join(', ');
    const { outcome, tookMs, components } = report;
    const words = { title: owner.spec.title, missing: names };
    bus.emit(owner.id, orchestratorStarted({ outcome, tookMs, components }, words));
    session.finish(ok(report));
  }

  #rolledBack(owner: OrchestratorNode, session: StartSession, fault: Fault): void {
    const { bus } = this.#services;
    owner.session = null;
    owner.fault = fault;
    const decision = owner.supervisor.failed(fault, (id) => mayWaitFor(this.#registry, owner, id));
    owner.blocked = blockedAfter(decision, fault, owner.spec.title, this.#services, () =>
      this.#beginAgain(owner),
    );
    this.breakCircle(owner, fault);
    // From now on they wait for the same thing.
    this.#touch(...owner.children);
    const failed = owner.failedChildId === null ? 'A component' : this.#registry.titleOf(owner.failedChildId);
    const words = { title: owner.spec.title, failed, reason: fault.message };
    const draft = orchestratorStartFailed({ code: fault.code }, words);
    bus.emit(owner.id, draft);
    session.finish(
      err(
        new Fault('lifecycle.start-rolled-back', draft.message, {
          kind: fault.kind,
          cause: fault,
          ...(fault.action && { action: fault.action }),
          ...(owner.failedChildId !== null && { details: { componentId: owner.failedChildId } }),
        }),
      ),
    );
  }

  #stopped(owner: OrchestratorNode): void {
    const { stopping, session } = owner;
    if (!stopping) return;
    const { bus, clock } = this.#services;
    owner.stopping = null;
    owner.session = null;
    owner.startedAt = null;
    const faults = [...owner.children].flatMap((child) =>
      child.stopFaults.map((fault) => ({ componentId: child.id, fault })),
    );
    const tookMs = clock.monotonic() - stopping.beganAt;
    const reported = faults.map(({ componentId, fault: { code, message } }) => ({
      componentId,
      code,
      message,
    }));
    bus.emit(owner.id, orchestratorStopped({ tookMs, faults: reported }, { title: owner.spec.title }));
    session?.finish(err(startCancelled(owner.spec.title)));
    stopping.resolve({ orchestratorId: owner.id, tookMs, faults });
  }

  #componentStart(owner: OrchestratorNode, child: ComponentNode, beganAt: number): ComponentStart {
    const state = this.#observation.stateOf(child);
    const waiting = this.#observation.waitingOf(child);
    const outcome = !isDesired(child, owner)
      ? 'switched-off'
      : child.ready
        ? 'running'
        : state === 'failed' || state === 'quarantined'
          ? 'failed'
          : 'waiting';
    return {
      componentId: child.id,
      outcome,
      beganAfterMs:
        child.lastStart && child.lastStart.beganAt >= beganAt ? child.lastStart.beganAt - beganAt : null,
      tookMs: child.lastStart?.tookMs ?? null,
      fault: outcome === 'failed' ? child.supervisor.lastFailure : null,
      waitsFor: waiting && 'message' in waiting ? waiting.message : null,
    };
  }
}
