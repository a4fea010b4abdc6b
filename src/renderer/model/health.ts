import type { ComponentView, HealthLevel, Verdict } from '#shared/model/index.ts';
import { problemCount } from '#shared/model/problem-count.ts';
import { isTroubleLevel } from '#shared/model/trouble-level.ts';

/** The appearance of a lamp: a health level, or a neutral state. */
export type LampLevel = HealthLevel | 'off' | 'not-set-up';

export const isSwitchedOff = (component: Pick<ComponentView, 'desired' | 'state'>): boolean =>
  component.desired === 'stopped' && (component.state === 'stopped' || component.state === 'idle');

type Seen = Pick<ComponentView, 'desired' | 'state' | 'health' | 'notSetUp'>;

export const lampOf = (component: Seen): LampLevel => {
  if (isSwitchedOff(component)) return 'off';
  return component.notSetUp && !isTroubleLevel(component.health.level)
    ? 'not-set-up'
    : component.health.level;
};

/** True for a component that needs attention: in trouble, or unknown because a dependency is missing. */
export const isProblem = (component: Seen & Pick<ComponentView, 'cause'>): boolean => {
  const lamp = lampOf(component);
  if (lamp === 'off' || lamp === 'not-set-up' || lamp === 'healthy') return false;
  return lamp !== 'unknown' || component.cause !== null;
};

/** The numbers of components by status. Orchestrators are groups and are not counted. */
export interface ComponentTally {
  readonly total: number;
  readonly healthy: number;
  readonly off: number;
  readonly notSetUp: number;
}

export const tallyComponents = (components: Iterable<ComponentView>): ComponentTally => {
  const tally = { total: 0, healthy: 0, off: 0, notSetUp: 0 };
  for (const component of components) {
    if (component.kind === 'orchestrator') continue;
    tally.total += 1;
    const lamp = lampOf(component);
    if (lamp === 'healthy') tally.healthy += 1;
    else if (lamp === 'off') tally.off += 1;
    else if (lamp === 'not-set-up') tally.notSetUp += 1;
  }
  return tally;
};

/** Returns the number of problems that the host counted; 0 without a verdict. */
export const problemsOf = (verdict: Verdict | null): number => (verdict === null ? 0 : problemCount(verdict));

/** Returns the lamp of the overall health; unknown without a verdict. */
export const lampOfVerdict = (verdict: Pick<Verdict, 'level'> | null): HealthLevel =>
  verdict?.level ?? 'unknown';
