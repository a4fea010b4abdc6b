import type { HealthLevel, LifecycleState } from '#shared/model/index.ts';

/** A change of a component's state or health, as kept for history. */
export interface HealthTransition {
  readonly componentId: string;
  readonly at: number;
  readonly state: LifecycleState;
  readonly level: HealthLevel;
  readonly reason: string;
}
