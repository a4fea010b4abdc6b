import { assertNever, err, Fault, ok, sleep, type Result } from '#shared/kernel/index.ts';
import { executeLazily } from '../execution/safe-execute.ts';
import { Cancellation } from './cancellation.ts';
import type { PlannedCheck, PlannedNode } from './pipeline-plan.ts';
import type { RunRecord } from './run-record.ts';
import { cancelledBy, type StepRunner } from './step-runner.ts';

type Node<K extends PlannedNode['kind']> = Extract<PlannedNode, { kind: K }>;

/** Timeout of a check, which only reads. */
const checkLimitMs = 10_000;

/** Executes a plan: sequences, parallel branches, choices, loops and waits. */
export class PlanWalk {
  readonly #record: RunRecord;
  readonly #steps: StepRunner;

  constructor(record: RunRecord, steps: StepRunner) {
    this.#record = record;
    this.#steps = steps;
  }

  /**
   * `round` is the suffix that enclosing loops add to paths: `#3` in the third round. Ends with the first
   * failure.
   */
  run(node: PlannedNode, round: string, cancellation: Cancellation): Promise<Result<void, Fault>> {
    switch (node.kind) {
      case 'step':
        return this.#steps.run(node, `${node.path}${round}`, cancellation);
      case 'sequence':
        return this.#sequence(node, round, cancellation);
      case 'parallel':
        return this.#parallel(node, round, cancellation);
      case 'choice':
        return this.#choice(node, round, cancellation);
      case 'loop':
        return this.#loop(node, round, cancellation);
      case 'wait':
        return this.#wait(node, cancellation);
      case 'wait-for':
        return this.#waitFor(node, `${node.path}${round}`, cancellation);
      default:
        return assertNever(node);
    }
  }

  async #sequence(
    node: Node<'sequence'>,
    round: string,
    cancellation: Cancellation,
  ): Promise<Result<void, Fault>> {
    for (const child of node.children) {
      const outcome = await this.run(child, round, cancellation);
      if (!outcome.ok) return outcome;
    }
    return ok(undefined);
  }

  async #choice(
    node: Node<'choice'>,
    round: string,
    cancellation: Cancellation,
  ): Promise<Result<void, Fault>> {
    const answer = await this.#ask(node.question, `${node.path}${round}`, cancellation);
    if (!answer.ok) return answer;
    const chosen = answer.value ? node.chosen : node.otherwise;
    return chosen ? this.run(chosen, round, cancellation) : ok(undefined);
  }

  async #parallel(node: Node<'parallel'>, round: string, around: Cancellation): Promise<Result<void, Fault>> {
    const branches = new Cancellation(around);
    const open = [...node.children];
    let failure: Fault | null = null;
    const work = async (): Promise<void> => {
      for (let child = open.shift(); child && failure === null; child = open.shift()) {
        const outcome = await this.run(child, round, branches);
        if (outcome.ok || failure) continue;
        failure = outcome.error;
        // The other branches end as soon as possible: their work would only have to be undone.
        branches.cancel(
          new Fault('pipeline.branch-failed', `Another branch failed: ${failure.message}`, {
            kind: 'dependency',
          }),
        );
      }
    };
    await Promise.all(Array.from({ length: Math.min(node.concurrency, node.children.length) }, work));
    branches[Symbol.dispose]();
    return failure ? err(failure) : ok(undefined);
  }

  async #loop(node: Node<'loop'>, round: string, cancellation: Cancellation): Promise<Result<void, Fault>> {
    const rounds = this.#record.dryRun ? 1 : node.rounds;
    for (let count = 1; count <= rounds; count++) {
      const inner = `${round}#${count}`;
      if (node.question) {
        const answer = await this.#ask(node.question, `${node.path}${inner}`, cancellation);
        if (!answer.ok) return answer;
        if (!answer.value) return ok(undefined);
      }
      const outcome = await this.run(node.body, inner, cancellation);
      if (!outcome.ok) return outcome;
    }
    return ok(undefined);
  }

  async #waitFor(
    node: Node<'wait-for'>,
    path: string,
    cancellation: Cancellation,
  ): Promise<Result<void, Fault>> {
    const { clock, dryRun } = this.#record;
    if (dryRun) return ok(undefined);
    const until = clock.monotonic() + node.timeoutMs;
    const leftMs = (): number => until - clock.monotonic();
    for (;;) {
      // The last evaluation happens when the time is over. It must not fail for lack of remaining time.
      const limitMs = leftMs() > 0 ? Math.min(leftMs(), checkLimitMs) : checkLimitMs;
      const answer = await this.#ask(node.question, path, cancellation, limitMs);
      if (!answer.ok) return answer;
      if (answer.value) return ok(undefined);
      if (leftMs() <= 0) {
        const what = node.question.check.title;
        return err(
          new Fault('pipeline.waited-too-long', `"${what}" was not so within ${node.timeoutMs} ms`, {
            kind: 'transient',
          }),
        );
      }
      const slept = await this.#sleep(Math.min(node.everyMs, leftMs()), cancellation);
      if (!slept.ok) return slept;
    }
  }

  async #wait(node: Node<'wait'>, cancellation: Cancellation): Promise<Result<void, Fault>> {
    return this.#record.dryRun ? ok(undefined) : this.#sleep(node.ms, cancellation);
  }

  async #sleep(ms: number, cancellation: Cancellation): Promise<Result<void, Fault>> {
    try {
      await sleep(this.#record.clock, ms, cancellation);
      return ok(undefined);
    } catch {
      return err(cancelledBy(cancellation));
    }
  }

  async #ask(
    { check, input, not }: PlannedCheck,
    path: string,
    cancellation: Cancellation,
    limitMs = checkLimitMs,
  ): Promise<Result<boolean, Fault>> {
    const answer = await executeLazily(
      `The check "${check.title}"`,
      async (handle) => {
        try {
          return await check.holds(input, this.#record.contextFor(path, handle));
        } catch (thrown) {
          throw Fault.from(thrown, 'pipeline.check-failed');
        }
      },
      { timeoutMs: limitMs, signal: cancellation },
      this.#record.services,
    );
    return answer.ok ? ok(answer.value !== not) : answer;
  }
}
