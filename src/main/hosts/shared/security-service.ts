import { implement, type ConditionInput, type OperationImplementation } from '#core/index.ts';
import { securityCheck } from '#shared/catalogue/operations/program.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { securityCheckFailed, securityCheckPassed } from '#shared/catalogue/topics/host.ts';
import { Emitter, err, Fault, ok, type Clock, type Result } from '#shared/kernel/index.ts';
import { problemsFirst, securityItems, versionItem } from '#shared/model/index.ts';
import type { SecurityItem, SecurityReport } from '#shared/model/index.ts';

/** The result of one item. */
export type SecurityVerdict = Pick<SecurityItem, 'outcome' | 'evidence'>;

/** The results of one check by the number of their item. An item without a result is unknown. */
export type SecurityVerdicts = ReadonlyMap<number, SecurityVerdict>;

export const proved = (evidence: string): SecurityVerdict => ({ outcome: 'proved', evidence });
export const failed = (evidence: string): SecurityVerdict => ({ outcome: 'failed', evidence });
export const unknown = (evidence: string): SecurityVerdict => ({ outcome: 'unknown', evidence });
export const notApplicable = (evidence: string): SecurityVerdict => ({ outcome: 'not-applicable', evidence });

/** A change of the check's result: the event to emit, and the condition of the process. */
export interface SecurityChange {
  readonly draft: TopicDraft | null;
  readonly condition: ConditionInput;
}

const count = (items: readonly SecurityItem[], outcome: SecurityItem['outcome']): number =>
  items.filter((item) => item.outcome === outcome).length;

const lowerFirst = (title: string): string => `${title.charAt(0).toLowerCase()}${title.slice(1)}`;

/** Returns a sentence about the failed items. */
const failureSentence = (items: readonly SecurityItem[]): string => {
  if (items.every(({ number }) => number === versionItem)) return items[0]?.evidence ?? '';
  const names = items.map(({ title }) => `“${lowerFirst(title)}”`).join(', ');
  return `Cuelight is not protected as it should be. The security check failed for ${names}. Install Cuelight again, and report the problem if it stays.`;
};

const passSentence = (items: readonly SecurityItem[]): string => {
  const open = count(items, 'unknown');
  const applicable = items.length - count(items, 'not-applicable');
  const rest = open === 0 ? '' : ` ${open} ${open === 1 ? 'is' : 'are'} unknown.`;
  return `The security check proved ${count(items, 'proved')} of ${applicable} items.${rest}`;
};

const conditionOf = (items: readonly SecurityItem[]): ConditionInput => {
  const missing = items.filter(({ number, outcome }) => outcome === 'failed' && number !== versionItem);
  if (missing.length === 0)
    return { type: 'Guarded', status: 'true', reason: 'ChecksPassed', message: passSentence(items) };
  return {
    type: 'Guarded',
    status: 'false',
    severity: 'degraded',
    reason: 'GuardMissing',
    message: failureSentence(missing),
    action: { kind: 'open-settings', label: 'Show the security check', target: 'security' },
  };
};

/** Keeps the result of the host's security check, and says when it changes. */
export class SecurityService {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #changes = new Emitter<[change: SecurityChange]>();
  #checker: (() => Promise<SecurityVerdicts>) | null = null;
  #report: SecurityReport = { checkedAt: null, items: [] };
  #running: Promise<SecurityReport> | null = null;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Sets the check of the host. */
  serve(checker: () => Promise<SecurityVerdicts>): void {
    this.#checker = checker;
  }

  /** The last report. */
  get report(): SecurityReport {
    return this.#report;
  }

  /** The condition of the process; null before the first check. */
  get condition(): ConditionInput | null {
    return this.#report.checkedAt === null ? null : conditionOf(this.#report.items);
  }

  /** Listens to the result of each check. */
  onChecked(listener: (change: SecurityChange) => void): Disposable {
    return this.#changes.on(listener);
  }

  /** Checks the running program. A check that runs already is shared. Fails in a host without a check. */
  async check(): Promise<Result<SecurityReport, Fault>> {
    if (!this.#checker)
      return err(
        new Fault(
          'security.not-ready',
          'Cuelight is still starting, so its security cannot be checked yet. Try again in a moment.',
          { kind: 'transient' },
        ),
      );
    this.#running ??= this.#run(this.#checker).finally(() => (this.#running = null));
    return ok(await this.#running);
  }

  async #run(checker: () => Promise<SecurityVerdicts>): Promise<SecurityReport> {
    const verdicts = await checker();
    const items = securityItems.map((item) => {
      const verdict = verdicts.get(item.number) ?? unknown('This item was not checked.');
      const earlier = verdict.outcome === 'unknown' ? this.#failureOf(item.number) : null;
      return { ...item, ...(earlier ?? verdict) };
    });
    const before = failures(this.#report.items);
    const now = failures(items);
    this.#report = { checkedAt: this.#clock.now(), items: [...problemsFirst(items)] };
    this.#changes.emit({
      draft: String(before) === String(now) ? null : this.#draft(items, now),
      condition: conditionOf(items),
    });
    return this.#report;
  }

  /** Returns the last result of an item that failed. A check without an answer is no proof of a repair. */
  #failureOf(number: number): SecurityVerdict | null {
    const item = this.#report.items.find((each) => each.number === number);
    return item?.outcome === 'failed' ? failed(item.evidence) : null;
  }

  #draft(items: readonly SecurityItem[], numbers: number[]): TopicDraft {
    const missing = items.filter(({ number }) => numbers.includes(number));
    return missing.length === 0
      ? securityCheckPassed({}, { sentence: passSentence(items) })
      : securityCheckFailed({ items: numbers }, { sentence: failureSentence(missing) });
  }

  /** Implements the operation that checks again. */
  operations(): readonly OperationImplementation[] {
    return [
      implement(securityCheck, {
        run: async () => {
          const checked = await this.check();
          return checked.ok ? ok({ result: checked.value }) : checked;
        },
      }),
    ];
  }
}

const failures = (items: readonly SecurityItem[]): number[] =>
  items
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ number }) => number)
    .toSorted((one, other) => one - other);
