import { healthLevels, type HealthLevel, type LifecycleState } from '#shared/model/index.ts';

/** The contribution of one component to the state of its orchestrator. */
export interface Contribution {
  readonly desired: boolean;
  readonly essential: boolean;
  readonly alive: boolean;
  /** True when it is essential and desired but not ready. */
  readonly missing: boolean;
  readonly state: LifecycleState;
  readonly level: HealthLevel;
}

export const sameContribution = (left: Contribution, right: Contribution): boolean =>
  left.desired === right.desired &&
  left.essential === right.essential &&
  left.alive === right.alive &&
  left.missing === right.missing &&
  left.state === right.state &&
  left.level === right.level;

/** A component that is not essential only degrades the orchestrator, however bad its health is. */
const levelFor = ({ level, essential }: Contribution): HealthLevel => {
  if (level !== 'unhealthy' && level !== 'quarantined') return level;
  return essential ? 'unhealthy' : 'degraded';
};

/** Sums up the components of one orchestrator incrementally, so that a change need not visit all of them. */
export class ComponentCounters {
  #alive = 0;
  #missing = 0;
  #notRunning = 0;
  #essentialFailed = 0;
  readonly #levels = new Uint32Array(healthLevels.length);

  /** Replaces the previous contribution of a component with its current one; null when it is absent. */
  replace(before: Contribution | null, now: Contribution | null): void {
    if (before) this.#count(before, -1);
    if (now) this.#count(now, 1);
  }

  get allDown(): boolean {
    return this.#alive === 0;
  }

  get nothingMissing(): boolean {
    return this.#missing === 0;
  }

  /**
   * Over the desired components: `failed` when an essential one has failed, `degraded` when any does not run.
   */
  get state(): 'running' | 'degraded' | 'failed' {
    if (this.#essentialFailed > 0) return 'failed';
    return this.#notRunning > 0 ? 'degraded' : 'running';
  }

  /** The worst level of the desired components. */
  get level(): HealthLevel {
    for (let index = healthLevels.length - 1; index >= 0; index--) {
      const level = healthLevels[index];
      if (level && (this.#levels[index] ?? 0) > 0) return level;
    }
    return 'healthy';
  }

  #count(part: Contribution, by: 1 | -1): void {
    if (part.alive) this.#alive += by;
    if (part.missing) this.#missing += by;
    if (!part.desired) return;
    if (part.state !== 'running') this.#notRunning += by;
    if (part.essential && (part.state === 'failed' || part.state === 'quarantined'))
      this.#essentialFailed += by;
    const index = healthLevels.indexOf(levelFor(part));
    this.#levels[index] = (this.#levels[index] ?? 0) + by;
  }
}
