import type { ComponentDetail, ComponentView, Verdict } from '../component.ts';

/** Returns the verdict while everything is healthy, so that tests state only what they care about. */
export const healthyVerdict = (over: Partial<Verdict> = {}): Verdict => ({
  level: 'healthy',
  headline: over.sentence ?? 'Everything is healthy',
  detail: null,
  sentence: 'Everything is healthy',
  since: 0,
  causeId: null,
  collateral: [],
  retryAt: null,
  problems: [],
  action: null,
  ...over,
});

/** Returns a healthy, running component, so that tests state only what they care about. */
export const healthyComponent = (id: string, over: Partial<ComponentView> = {}): ComponentView => ({
  id,
  title: id,
  description: '',
  kind: 'component',
  parent: null,
  platform: null,
  desired: 'running',
  state: 'running',
  since: 0,
  startedAt: 0,
  health: { level: 'healthy', summary: 'Every check passed.', conditions: [], since: 0 },
  waiting: null,
  notSetUp: false,
  audience: 'none',
  stoppedBy: null,
  intervention: null,
  cause: null,
  supervision: {
    restarts: 0,
    attempt: 0,
    lastFailure: null,
    budget: { used: 0, limit: 5, windowMs: 60_000 },
    evidence: [],
  },
  needs: [],
  fact: null,
  ...over,
});

/** Returns the same component with all its details. */
export const healthyDetail = (id: string, over: Partial<ComponentDetail> = {}): ComponentDetail => ({
  ...healthyComponent(id),
  status: {},
  dependents: [],
  settingsPath: null,
  ...over,
});
