import { commandAccepted, commandEnds } from '#shared/catalogue/topics/components.ts';
import { assertNever, err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import type { CommandAction, CommandOutcome } from '#shared/model/index.ts';
import type { CoreServices } from '../core-services.ts';
import type { CommandOptions } from '../system-port.ts';
import { ComponentNode } from '../runtime/component-node.ts';
import type { OrchestratorNode } from '../runtime/orchestrator-node.ts';
import { isCalledOff, isSwitchedOn, isDesired, obstacleOf } from '../runtime/readiness.ts';
import { ownersToStart, startSet, targetsOf, unknownComponent } from './plan.ts';

export const defaultCommandTimeoutMs = 15_000;

/** The progress of a command's target: pending, settled or failed. */
type Progress = { readonly result: 'pending' | 'settled' | 'failed'; readonly message: string };

const switchedOff = (title: string): Progress => ({
  result: 'failed',
  message: `${title} was switched off in the meantime`,
});

type Accepted = {
  readonly node: ComponentNode | OrchestratorNode;
  readonly livesBefore: ReadonlyMap<ComponentNode, number>;
};

/** Changes the desired state, then watches until the observed state matches or the time limit is reached. */
export class CommandRunner {
  readonly #services: CoreServices;

  constructor(services: CoreServices) {
    this.#services = services;
  }

  async run(
    action: CommandAction,
    id: string,
    options: CommandOptions = {},
  ): Promise<Result<CommandOutcome, Fault>> {
    const { bus, clock, ids, reconciler } = this.#services;
    const node = reconciler.registry.find(id);
    if (!node) return err(unknownComponent(id));
    const graph = reconciler.registry.graph();
    // A stop depends on nothing, so it is never refused.
    if (!graph.ok && action !== 'stop') return graph;
    if (node instanceof ComponentNode && action !== 'stop' && !node.enabled) {
      return err(
        new Fault(
          'command.switched-off',
          `${node.spec.title} is switched off in the settings. Switch it on there`,
          {
            kind: 'configuration',
            action: {
              kind: 'open-settings',
              label: 'Open the settings',
              target: node.spec.settingsPath ?? id,
            },
          },
        ),
      );
    }
    const commandId = ids.next();
    const correlationId = options.correlationId ?? commandId;
    return bus.correlation.run(
      { correlationId, causeId: null, depth: bus.correlation.current?.depth ?? 0 },
      async () => {
        const beganAt = clock.monotonic();
        const { actor } = options;
        const data = { commandId, action, target: id, ...(actor !== undefined && { actor }) };
        const { title } = node.spec;
        bus.emit(id, commandAccepted(data, { title }));
        const accepted = {
          node,
          livesBefore: new Map(targetsOf(node).map((target) => [target, target.lives])),
        };
        this.#want(action, node, actor ?? null);
        const timeoutMs = options.timeoutMs ?? defaultCommandTimeoutMs;
        const progress = await this.#watch(action, accepted, timeoutMs);
        const elapsedMs = clock.monotonic() - beganAt;
        const result = progress.result === 'pending' ? 'timed-out' : progress.result;
        const message =
          result === 'timed-out'
            ? `Not finished after ${Math.round(timeoutMs / 100) / 10} s: ${progress.message}`
            : progress.message;
        bus.emit(id, commandEnds[result]({ ...data, elapsedMs }, { title, reason: message }));
        return ok({ commandId, action, target: id, result, message, elapsedMs });
      },
    );
  }

  #want(action: CommandAction, node: ComponentNode | OrchestratorNode, actor: string | null): void {
    switch (action) {
      case 'start':
        this.#desireRunning(node);
        return;
      case 'stop':
        this.#desireStopped(node, actor);
        return;
      case 'restart':
        this.#wantRestart(node);
        return;
      default:
        assertNever(action);
    }
  }

  #desireRunning(node: ComponentNode | OrchestratorNode): void {
    const { reconciler } = this.#services;
    const graph = reconciler.registry.graph();
    if (!graph.ok) return;
    const targets = targetsOf(node);
    const set = startSet(reconciler.registry, graph.value, targets);
    const owners = ownersToStart(reconciler.registry, graph.value, targets);
    if (!(node instanceof ComponentNode)) owners.add(node);
    for (const owner of owners) {
      if (owner.lastCommand === 'start') continue;
      // Starting one component of a stopped orchestrator starts only that component.
      for (const child of owner.children) child.desired = false;
    }
    for (const member of set) {
      member.desired = true;
      member.stopOrder = null;
      if (member.phase === 'down') member.supervisor.resetBackoff();
      reconciler.release(member);
    }
    for (const owner of owners) {
      owner.stopOrder = null;
      void reconciler.begin(owner);
    }
  }

  #desireStopped(node: ComponentNode | OrchestratorNode, actor: string | null): void {
    const { reconciler, clock } = this.#services;
    node.stopOrder = { actor, at: clock.now() };
    if (node instanceof ComponentNode) {
      node.desired = false;
      reconciler.touch(node);
    } else {
      void reconciler.end(node);
    }
  }

  #wantRestart(node: ComponentNode | OrchestratorNode): void {
    const { reconciler } = this.#services;
    if (
      node instanceof ComponentNode ? !isDesired(node, reconciler.registry.ownerOf(node)) : isCalledOff(node)
    ) {
      this.#desireRunning(node);
      return;
    }
    if (node instanceof ComponentNode) {
      const wasDown = node.phase === 'down';
      this.#desireRunning(node);
      // The start itself gives a stopped component a new life; a restart on top would make two.
      if (!wasDown) reconciler.restart(node);
      return;
    }
    void reconciler.end(node);
    void reconciler.begin(node);
  }

  #watch(action: CommandAction, accepted: Accepted, timeoutMs: number): Promise<Progress> {
    const { clock, reconciler } = this.#services;
    const first = this.#progress(action, accepted);
    if (first.result !== 'pending') return Promise.resolve(first);
    return new Promise((resolve) => {
      const end = (progress: Progress): void => {
        timer[Symbol.dispose]();
        watching[Symbol.dispose]();
        resolve(progress);
      };
      const timer = clock.setTimeout(() => end(this.#progress(action, accepted)), timeoutMs);
      const watching = reconciler.onSettledRound(() => {
        const progress = this.#progress(action, accepted);
        if (progress.result !== 'pending') end(progress);
      });
    });
  }

  #progress(action: CommandAction, { node, livesBefore }: Accepted): Progress {
    if (action === 'stop') return this.#stopProgress(node);
    return node instanceof ComponentNode
      ? this.#componentProgress(action, node, livesBefore.get(node) ?? 0)
      : this.#orchestratorProgress(node);
  }

  #stopProgress(node: ComponentNode | OrchestratorNode): Progress {
    const down =
      node instanceof ComponentNode ? node.phase === 'down' : node.allDown && node.stopping === null;
    const title = node.spec.title;
    if (node instanceof ComponentNode && node.hung) {
      return { result: 'failed', message: `${title} ignores its stop signal and is still running` };
    }
    if (down) return { result: 'settled', message: `${title} has stopped` };
    // It may never be observed down: the next life can start at the moment this one ends.
    if (node instanceof ComponentNode && isDesired(node, this.#services.reconciler.registry.ownerOf(node))) {
      return { result: 'failed', message: `${title} was started again in the meantime` };
    }
    return { result: 'pending', message: `${title} is still stopping` };
  }

  #componentProgress(action: CommandAction, node: ComponentNode, livesBefore: number): Progress {
    const { registry, observation } = this.#services.reconciler;
    const title = node.spec.title;
    const owner = registry.ownerOf(node);
    if (isCalledOff(owner) || !isSwitchedOn(node)) return switchedOff(title);
    if (node.ready && !node.restartPending && (action === 'start' || node.lives > livesBefore)) {
      return { result: 'settled', message: `${title} is running` };
    }
    if (node.fault && (node.lives > livesBefore || node.phase === 'down')) {
      return { result: 'failed', message: node.fault.message };
    }
    if (owner.blocked && owner.fault) return { result: 'failed', message: owner.fault.message };
    const obstacle = obstacleOf(registry, node);
    if (obstacle?.kind === 'need') {
      const cause = observation.causeOf(node);
      const root = cause && registry.find(cause.componentId);
      const message = `${title} is waiting for ${registry.titleOf(obstacle.id)}`;
      if (cause && root?.blocked) return { result: 'failed', message: `${message}: ${cause.message}` };
      return { result: 'pending', message };
    }
    return { result: 'pending', message: `${title} is ${observation.stateOf(node)}` };
  }

  #orchestratorProgress(node: OrchestratorNode): Progress {
    const { observation } = this.#services.reconciler;
    const title = node.spec.title;
    if (isCalledOff(node)) return switchedOff(title);
    if (node.blocked && node.fault) return { result: 'failed', message: node.fault.message };
    const missing = [...node.children].filter((child) => isDesired(child, node) && !child.ready);
    if (!node.desired || node.stopping || node.session || missing.some((child) => !child.settled)) {
      return { result: 'pending', message: `${title} is ${observation.stateOfOrchestrator(node)}` };
    }
    if (missing.length === 0) return { result: 'settled', message: `${title} is running` };
    const names = missing.map((child) => `${child.spec.title} (${observation.summaryOf(child)})`).join(', ');
    return { result: 'settled', message: `${title} is running without ${names}` };
  }
}
