import type { ComponentView, HealthLevel, LifecycleState, Verdict } from '#shared/model/index.ts';

export type { HealthLevel } from '#shared/model/index.ts';

// Written again rather than imported: the shared list stands beside its zod schema, which the page does not load.
/** From best to worst, as in the shared model. */
export const healthLevels = [
  'healthy',
  'unknown',
  'degraded',
  'unhealthy',
  'quarantined',
] as const satisfies readonly HealthLevel[];

/** What a lamp shows: a level of health, or that somebody switched the component off on purpose. */
export type LampLevel = HealthLevel | 'off';

export const lampWord = (level: LampLevel): string => (level === 'off' ? 'switched off' : level);

export const isSwitchedOff = (component: Pick<ComponentView, 'wanted' | 'state'>): boolean =>
  component.wanted === 'stopped' && (component.state === 'stopped' || component.state === 'idle');

export const lampOf = (component: Pick<ComponentView, 'wanted' | 'state' | 'health'>): LampLevel =>
  isSwitchedOff(component) ? 'off' : component.health.level;

export const isTurning = (state: LifecycleState): boolean => state === 'starting' || state === 'stopping';

/** Whether a person should look at it: not well, and not merely switched off. */
export const isProblem = (component: Pick<ComponentView, 'wanted' | 'state' | 'health'>): boolean => {
  const lamp = lampOf(component);
  return lamp !== 'off' && lamp !== 'healthy';
};

export interface HealthTally {
  readonly total: number;
  readonly problems: number;
  readonly off: number;
}

export const tallyHealth = (components: Iterable<ComponentView>): HealthTally => {
  let total = 0;
  let problems = 0;
  let off = 0;
  for (const component of components) {
    total += 1;
    if (isProblem(component)) problems += 1;
    if (isSwitchedOff(component)) off += 1;
  }
  return { total, problems, off };
};

/** The lamp of the whole; unknown until a verdict was heard. */
export const lampOfVerdict = (verdict: Pick<Verdict, 'level'> | null): HealthLevel =>
  verdict?.level ?? 'unknown';
