import { connect } from 'node:net';
import type { SystemPort } from '#core/index.ts';
import { Scope, sleep, type Clock, type RandomSource } from '#shared/kernel/index.ts';

/** Where a component connects to. */
export interface ReachTarget {
  readonly componentId: string;
  readonly host: string;
  readonly port: number;
}

/** Whether anybody answers there: a TCP connection that is closed at once. Never rejects. */
export type ReachAttempt = (target: ReachTarget, signal: AbortSignal) => Promise<boolean>;

/** Shorter waits end by themselves before it pays to knock. */
const worthwhileWaitMs = 3_000;
/** Between knocks: anything up to this, so that many copies of us do not knock together. */
const knockWithinMs = 4_000;
const leastBetweenMs = 500;
const knockLimitMs = 1_500;

/** Knocks by a TCP connection, which costs the other side next to nothing. */
export const tryTcp: ReachAttempt = ({ host, port }, signal) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    const answer = (reached: boolean): void => {
      resolve(reached);
      socket.destroy();
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.setTimeout(knockLimitMs, () => answer(false));
  });

export interface ReachOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly system: Pick<SystemPort, 'detail' | 'onChange' | 'probe'>;
  /** Read anew at each knock: addresses come with the settings. */
  readonly targets: () => readonly ReachTarget[];
  readonly attempt: ReachAttempt;
}

/**
 * Ends a long wait when the way to the other side is open again. While a bridge waits long for its next attempt, its door
 * is knocked at every few seconds; when nobody answered before and somebody does now, the attempt is made at once. A server
 * that answers knocks all the time and refuses us otherwise is left to its growing waits.
 */
export class ReachabilityProbe implements Disposable {
  readonly #options: ReachOptions;
  readonly #scope = new Scope('reachability');
  /** Components that are knocked for now. */
  readonly #knocking = new Set<string>();
  readonly #ended = new AbortController();

  constructor(options: ReachOptions) {
    this.#options = options;
    this.#scope.use(
      options.system.onChange((change) => {
        if (change.kind === 'component') this.#consider(change.id);
      }),
      'changes',
    );
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
    void this.#scope.close();
  }

  #consider(componentId: string): void {
    if (this.#knocking.has(componentId) || !this.#waitsLong(componentId)) return;
    if (!this.#targetOf(componentId)) return;
    this.#knocking.add(componentId);
    void this.#knockUntilOpen(componentId).finally(() => this.#knocking.delete(componentId));
  }

  /** Goes on over any number of attempts, for as long as the component is kept away. */
  async #knockUntilOpen(componentId: string): Promise<void> {
    const { clock, random, attempt, system } = this.#options;
    const { signal } = this.#ended;
    let unanswered = false;
    while (!signal.aborted && this.#isAway(componentId)) {
      const waitMs = leastBetweenMs + random.next() * (knockWithinMs - leastBetweenMs);
      await sleep(clock, waitMs, signal).catch(() => undefined);
      const target = this.#targetOf(componentId);
      if (signal.aborted || !target || !this.#waitsLong(componentId)) continue;
      if (!(await attempt(target, signal))) {
        unanswered = true;
      } else if (unanswered) {
        unanswered = false;
        if (this.#waitsToRetry(componentId)) await system.probe(componentId);
      }
    }
  }

  #isAway(componentId: string): boolean {
    const view = this.#options.system.detail(componentId);
    return (
      view?.wanted === 'running' && view.state !== 'running' && this.#targetOf(componentId) !== undefined
    );
  }

  #waitsToRetry(componentId: string): boolean {
    return this.#options.system.detail(componentId)?.waiting?.for === 'retry';
  }

  #waitsLong(componentId: string): boolean {
    const waiting = this.#options.system.detail(componentId)?.waiting;
    return waiting?.for === 'retry' && waiting.nextAttemptAt - this.#options.clock.now() > worthwhileWaitMs;
  }

  #targetOf(componentId: string): ReachTarget | undefined {
    return this.#options.targets().find((target) => target.componentId === componentId);
  }
}
