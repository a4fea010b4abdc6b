import { implement, type OperationImplementation } from '#core/index.ts';
import { securityCheck } from '#shared/catalogue/operations/program.ts';
import { ok, type Clock } from '#shared/kernel/index.ts';
import { problemsFirst, securityItems, type SecurityItem, type SecurityReport } from '#shared/model/index.ts';
import type { SecurityPort } from '../ports/index.ts';

/** A security check whose results a test sets. Without a setting every item is proved. */
export class FakeSecurity implements SecurityPort {
  readonly #clock: Clock;
  /** Results by the number of the item. */
  readonly results = new Map<number, Pick<SecurityItem, 'outcome' | 'evidence'>>();
  report: SecurityReport = { checkedAt: null, items: [] };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs the check. */
  check(): SecurityReport {
    const items = securityItems.map((item) => ({
      ...item,
      ...(this.results.get(item.number) ?? { outcome: 'proved' as const, evidence: 'It was tried.' }),
    }));
    this.report = { checkedAt: this.#clock.now(), items: [...problemsFirst(items)] };
    return this.report;
  }

  readonly implementations: readonly OperationImplementation[] = [
    implement(securityCheck, { run: async () => ok({ result: this.check() }) }),
  ];
}
