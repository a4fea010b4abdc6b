import type { HealthLevel, PastComponent, SystemSnapshot } from '#shared/model/index.ts';
import { healthyVerdict } from '#shared/model/testing/healthy-component.ts';
import type { HealthTransition } from '../port.ts';

export const aPastComponent = (id: string, fields: Partial<PastComponent> = {}): PastComponent => ({
  id,
  title: id,
  kind: 'component',
  parent: null,
  platform: null,
  desired: 'running',
  state: 'running',
  since: 0,
  startedAt: 0,
  cause: null,
  needs: [],
  level: 'healthy',
  reason: 'All checks pass.',
  levelSince: 0,
  ...fields,
});

export const aSnapshot = (
  at: number,
  components: readonly PastComponent[],
  level: HealthLevel = 'healthy',
): SystemSnapshot => ({
  at,
  components: [...components],
  edges: [],
  verdict: healthyVerdict({ level, sentence: `It is ${level}`, since: at }),
});

export const aTransition = (
  componentId: string,
  at: number,
  level: HealthLevel,
  fields: Partial<HealthTransition> = {},
): HealthTransition => ({
  componentId,
  at,
  state: 'running',
  level,
  reason: `It became ${level}.`,
  ...fields,
});
