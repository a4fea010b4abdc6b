import type { ComponentDetail, ComponentView } from '../component.ts';

/** A component that runs and is well: for tests, which say only what they care about. */
export const healthyComponent = (id: string, over: Partial<ComponentView> = {}): ComponentView => ({
  id,
  title: id,
  description: '',
  kind: 'component',
  parent: null,
  platform: null,
  wanted: 'running',
  state: 'running',
  since: 0,
  startedAt: 0,
  health: { level: 'healthy', summary: 'Every check passed.', conditions: [], since: 0 },
  waiting: null,
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

/** The same with all that is known of it. */
export const healthyDetail = (id: string, over: Partial<ComponentDetail> = {}): ComponentDetail => ({
  ...healthyComponent(id),
  status: {},
  dependents: [],
  settingsPath: null,
  ...over,
});
