import { connect } from 'node:net';
import type { SystemPort } from '#core/index.ts';
import { Scope, sleep, type Clock, type RandomSource } from '#shared/kernel/index.ts';

/** The remote address of a component. */
export interface ReachTarget {
  readonly componentId: string;
  readonly host: string;
  readonly port: number;
}

/**
 * Tries a TCP connection and closes it at once. Resolves with true when the target answers. Never rejects.
 */
export type ReachAttempt = (target: ReachTarget, signal: AbortSignal) => Promise<boolean>;

/** Waits below this end before a probe is worthwhile. */
const longWaitMs = 3_000;
/** Longest gap between probes. Gaps are random, so that many copies of Cuelight do not probe together. */
const longestGapMs = 4_000;
const shortestGapMs = 500;
const attemptTimeoutMs = 1_500;

/** Probes by a TCP connection, which costs the other side next to nothing. */
export const tryTcp: ReachAttempt = ({ host, port }, signal) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    const answer = (reached: boolean): void => {
      resolve(reached);
      socket.destroy();
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.setTimeout(attemptTimeoutMs, () => answer(false));
  });

export interface ReachOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly system: Pick<SystemPort, 'detail' | 'onChange' | 'probe'>;
  /** Read at each probe, since the addresses depend on the settings. */
  readonly targets: () => readonly ReachTarget[];
  readonly attempt: ReachAttempt;
}

/**
 * Ends a long wait when the other side is reachable again. While a bridge waits long for its next attempt,
 * its address is probed every few seconds. When an address that did not answer answers now, the attempt is
 * made at once. A server that answers every probe but refuses the bridge keeps its growing backoff.
 */
export class ReachabilityProbe implements Disposable {
  readonly #options: ReachOptions;
  readonly #scope = new Scope('reachability');
  /** Ids of the components that are being probed. */
  readonly #probing = new Set<string>();
  readonly #ended = new AbortController();

  constructor(options: ReachOptions) {
    this.#options = options;
    this.#scope.use(
      options.system.onChange((change) => {
        if (change.kind === 'component') this.#startProbing(change.id);
      }),
      'changes',
    );
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
    void this.#scope.close();
  }

  #startProbing(componentId: string): void {
    if (this.#probing.has(componentId) || !this.#waitsLong(componentId)) return;
    if (!this.#targetOf(componentId)) return;
    this.#probing.add(componentId);
    void this.#probeUntilReachable(componentId).finally(() => this.#probing.delete(componentId));
  }

  /** Probes over any number of attempts for as long as the component is down. */
  async #probeUntilReachable(componentId: string): Promise<void> {
    const { clock, random, attempt, system } = this.#options;
    const { signal } = this.#ended;
    let unreachable = false;
    while (!signal.aborted && this.#isDown(componentId)) {
      const waitMs = shortestGapMs + random.next() * (longestGapMs - shortestGapMs);
      await sleep(clock, waitMs, signal).catch(() => undefined);
      const target = this.#targetOf(componentId);
      if (signal.aborted || !target || !this.#waitsLong(componentId)) continue;
      if (!(await attempt(target, signal))) {
        unreachable = true;
      } else if (unreachable) {
        unreachable = false;
        if (this.#waitsToRetry(componentId)) await system.probe(componentId);
      }
    }
  }

  #isDown(componentId: string): boolean {
    const view = this.#options.system.detail(componentId);
    return (
      view?.desired === 'running' && view.state !== 'running' && this.#targetOf(componentId) !== undefined
    );
  }

  #waitsToRetry(componentId: string): boolean {
    return this.#options.system.detail(componentId)?.waiting?.for === 'retry';
  }

  #waitsLong(componentId: string): boolean {
    const waiting = this.#options.system.detail(componentId)?.waiting;
    return waiting?.for === 'retry' && waiting.nextAttemptAt - this.#options.clock.now() > longWaitMs;
  }

  #targetOf(componentId: string): ReachTarget | undefined {
    return this.#options.targets().find((target) => target.componentId === componentId);
  }
}
