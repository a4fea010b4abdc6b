import type { ComponentView, HealthLevel, Verdict } from '#shared/model/index.ts';
import { problemCount } from '#shared/model/problem-count.ts';
import { isTroubleLevel } from '#shared/model/trouble-level.ts';

/** The face of a lamp: a level of health, or a neutral state that asks for nothing. */
export type LampLevel = HealthLevel | 'off' | 'not-set-up';

export const isSwitchedOff = (component: Pick<ComponentView, 'wanted' | 'state'>): boolean =>
  component.wanted === 'stopped' && (component.state === 'stopped' || component.state === 'idle');

type Seen = Pick<ComponentView, 'wanted' | 'state' | 'health' | 'notSetUp'>;

export const lampOf = (component: Seen): LampLevel => {
  if (isSwitchedOff(component)) return 'off';
  return component.notSetUp && !isTroubleLevel(component.health.level)
    ? 'not-set-up'
    : component.health.level;
};

/**
 * True when a person should look at it: in trouble, or unknown because something that it needs is missing.
 */
export const isProblem = (component: Seen & Pick<ComponentView, 'cause'>): boolean => {
  const lamp = lampOf(component);
  if (lamp === 'off' || lamp === 'not-set-up' || lamp === 'healthy') return false;
  return lamp !== 'unknown' || component.cause !== null;
};

/** Components by their state; orchestrators only group them and are not counted. */
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

/** The number of problems that the host counted: 0 until a verdict was heard. */
export const problemsOf = (verdict: Verdict | null): number => (verdict === null ? 0 : problemCount(verdict));

/** The lamp of the whole; unknown until a verdict was heard. */
export const lampOfVerdict = (verdict: Pick<Verdict, 'level'> | null): HealthLevel =>
  verdict?.level ?? 'unknown';
