import { Fault, type Clock } from '#shared/kernel/index.ts';
import type { Component, ConditionInput } from '../component.ts';
import { callAsync, settleWithin } from '../execution/time-limit.ts';

export interface ProbeSettings {
  /** Milliseconds from the end of one probe to the beginning of the next. */
  readonly intervalMs: number;
  /** A probe that takes longer makes the component unhealthy. */
  readonly timeoutMs: number;
  /** How many times in a row a probe must contradict what is believed before it is believed itself. */
  readonly hysteresis: number;
  /** Probes in a row without an answer after which the life is given up and a new one begins; null: never. */
  readonly restartAfter: number | null;
}

/** The claim about the probe itself: that it answers at all. What a component's own probe says of it counts more. */
export const responsive = 'Responsive';

const answered: ConditionInput = {
  type: responsive,
  status: 'true',
  reason: 'Answers',
  message: 'Responding',
};

export const notProbedYet: ConditionInput = {
  type: responsive,
  status: 'unknown',
  reason: 'NotCheckedYet',
  message: 'Not checked yet',
};

export interface ProbeRunnerOptions {
  readonly component: Component;
  readonly settings: ProbeSettings;
  readonly clock: Clock;
  /** Takes in what was found. */
  readonly report: (conditions: readonly ConditionInput[]) => void;
  /** Called once when the component does not answer any more and its life should end. */
  readonly giveUp: (fault: Fault) => void;
}

/** Asks a component about its health, one slow question at a time. A question that throws or hangs is an answer too. */
export class ProbeRunner implements Disposable {
  readonly #options: ProbeRunnerOptions;
  readonly #ended = new AbortController();
  #timer: Disposable | null = null;
  #running: Promise<void> | null = null;
  #silent = 0;

  constructor(options: ProbeRunnerOptions) {
    this.#options = options;
  }

  /** Probes now, or joins the probe under way; then goes on at the interval. Resolves when the answer is in. */
  probe(): Promise<void> {
    if (this.#ended.signal.aborted) return Promise.resolve();
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (!this.#ended.signal.aborted) this.#schedule();
    });
    return this.#running;
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
  }

  #schedule(): void {
    const { clock, settings } = this.#options;
    this.#timer = clock.setTimeout(() => void this.probe(), settings.intervalMs);
  }

  async #run(): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    const { component, settings, clock, report, giveUp } = this.#options;
    const limit = new AbortController();
    const cut = Promise.withResolvers<never>();
    const onEnd = (): void => {
      const { reason } = this.#ended.signal;
      limit.abort(reason);
      cut.reject(reason);
    };
    this.#ended.signal.addEventListener('abort', onEnd, { once: true });
    const question = callAsync(() => component.getHealth?.(limit.signal) ?? []);
    // An end lifts the time limit as well: a question that hangs leaves no timer behind.
    const outcome = await settleWithin(clock, Promise.race([question, cut.promise]), settings.timeoutMs);
    this.#ended.signal.removeEventListener('abort', onEnd);
    if (this.#ended.signal.aborted) return;
    if (outcome.status === 'fulfilled') {
      this.#silent = 0;
      const judgesItself = outcome.value.some(({ type }) => type === responsive);
      report(judgesItself ? outcome.value : [answered, ...outcome.value]);
      return;
    }
    this.#silent++;
    const fault =
      outcome.status === 'time-over'
        ? new Fault('health.probe-timed-out', `It did not answer its check within ${settings.timeoutMs} ms`, {
            kind: 'transient',
          })
        : Fault.from(outcome.reason, 'health.probe-failed');
    limit.abort(fault);
    report([
      {
        type: responsive,
        status: 'false',
        reason: outcome.status === 'time-over' ? 'CheckTimedOut' : 'CheckFailed',
        message: outcome.status === 'time-over' ? fault.message : `Its check failed: ${fault.message}`,
      },
    ]);
    if (settings.restartAfter !== null && this.#silent >= settings.restartAfter) giveUp(fault);
  }
}
