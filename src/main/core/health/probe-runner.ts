import { Fault, type Clock } from '#shared/kernel/index.ts';
import type { Component, ConditionInput } from '../component.ts';
import { callAsync, settleWithin } from '../execution/time-limit.ts';

export interface ProbeSettings {
  /** Milliseconds from the end of one probe to the start of the next. */
  readonly intervalMs: number;
  /** A probe that takes longer makes the component unhealthy. */
  readonly timeoutMs: number;
  /** Number of consecutive probes that must contradict the current status before it changes. */
  readonly hysteresis: number;
  /** Number of consecutive probes without an answer after which the component restarts; null: never. */
  readonly restartAfter: number | null;
}

/**
 * The type of the condition that says if probes are answered. A component's own report of it takes
 * precedence.
 */
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
  /** Receives the results. */
  readonly report: (conditions: readonly ConditionInput[]) => void;
  /** Called once when the component no longer answers and should restart. */
  readonly giveUp: (fault: Fault) => void;
}

/** Probes a component's health, one probe at a time. A probe that throws or hangs is a result too. */
export class ProbeRunner implements Disposable {
  readonly #options: ProbeRunnerOptions;
  readonly #ended = new AbortController();
  #timer: Disposable | null = null;
  #running: Promise<void> | null = null;
  #silent = 0;

  constructor(options: ProbeRunnerOptions) {
    this.#options = options;
  }

  /** Probes now, or joins the probe in progress; then continues at the interval. Resolves with the result. */
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
    // Disposal also ends the time limit, so that a hanging probe leaves no timer behind.
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
        ? new Fault('health.probe-timed-out', `No response to its check within ${settings.timeoutMs} ms`, {
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
