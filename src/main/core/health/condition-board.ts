import { fenceSentence } from '#shared/kernel/index.ts';
import { rollUpConditions, type Condition, type HealthLevel } from '#shared/model/index.ts';
import type { ConditionInput } from '../component.ts';

export interface ConditionBoardOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Redacts secrets in messages. */
  readonly text: (message: string) => string;
}

type PendingChange = { readonly status: Condition['status']; readonly times: number };

/**
 * The current conditions of one component. A reported condition takes effect at once. A probe result that
 * contradicts the current status takes effect only after several in a row, so that one lost packet does not
 * make the health flap.
 */
export class ConditionBoard {
  readonly #options: ConditionBoardOptions;
  readonly #conditions = new Map<string, Condition>();
  readonly #pendingChanges = new Map<string, PendingChange>();
  /** Computed when it is read after a change. */
  #level: HealthLevel | null = null;

  constructor(options: ConditionBoardOptions) {
    this.#options = options;
  }

  /** Sets a condition, replacing the one of the same type. Returns true when a visible value changed. */
  set(input: ConditionInput): boolean {
    this.#pendingChanges.delete(input.type);
    const now = this.#options.now();
    const { type, status, reason, severity = 'unhealthy' } = input;
    const previous = this.#conditions.get(type);
    const message = fenceSentence(this.#options.text(input.message));
    if (
      previous?.status === status &&
      previous.reason === reason &&
      previous.message === message &&
      previous.severity === severity &&
      previous.action?.kind === input.action?.kind &&
      previous.action?.label === input.action?.label &&
      previous.action?.target === input.action?.target
    ) {
      if (previous.checkedAt !== now) this.#conditions.set(type, { ...previous, checkedAt: now });
      return false;
    }
    const since = previous?.status === status ? previous.since : now;
    this.#conditions.set(type, { ...input, severity, message, since, checkedAt: now });
    this.#level = null;
    return true;
  }

  /** Applies probe results. A contradicting status takes effect only after `hysteresis` results in a row. */
  observe(inputs: readonly ConditionInput[], hysteresis: number): boolean {
    let changed = false;
    for (const input of inputs) {
      const believed = this.#conditions.get(input.type);
      if (!believed || believed.status === 'unknown' || believed.status === input.status) {
        changed = this.set(input) || changed;
        continue;
      }
      const pending = this.#pendingChanges.get(input.type);
      const times = pending?.status === input.status ? pending.times + 1 : 1;
      if (times >= hysteresis) changed = this.set(input) || changed;
      else this.#pendingChanges.set(input.type, { status: input.status, times });
    }
    return changed;
  }

  get(type: string): Condition | undefined {
    return this.#conditions.get(type);
  }

  list(): readonly Condition[] {
    return [...this.#conditions.values()];
  }

  /** Returns the worst level of all conditions. */
  level(): HealthLevel {
    this.#level ??= rollUpConditions(this.list());
    return this.#level;
  }

  /** Removes all conditions but one: a component without a life has no others. */
  retainOnly(type: string): void {
    for (const known of this.#conditions.keys()) if (known !== type) this.#conditions.delete(known);
    this.#pendingChanges.clear();
    this.#level = null;
  }
}

/**
 * Returns the condition that decides the level and gives the summary: the worst one, the first among equals.
 */
export const worstCondition = (conditions: readonly Condition[]): Condition | null => {
  const weight = (condition: Condition): number => {
    if (condition.status === 'true') return 0;
    if (condition.status === 'unknown') return 1;
    return condition.severity === 'degraded' ? 2 : 3;
  };
  let worst: Condition | null = null;
  for (const condition of conditions) {
    if (weight(condition) === 0) continue;
    if (
      worst === null ||
      weight(condition) > weight(worst) ||
      (weight(condition) === weight(worst) && condition.since < worst.since)
    ) {
      worst = condition;
    }
  }
  return worst;
};
