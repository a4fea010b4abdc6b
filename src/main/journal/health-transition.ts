import type { HealthLevel, LifecycleState } from '#shared/model/index.ts';

/** A change in a component's state or health, as stored in the journal. */
export interface HealthTransition {
  readonly componentId: string;
  readonly at: number;
  readonly state: LifecycleState;
  readonly level: HealthLevel;
  readonly reason: string;
}
