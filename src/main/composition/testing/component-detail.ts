import type { ComponentDetail } from '#shared/model/index.ts';

/** A component as the system shows it, well unless said otherwise. */
export const componentDetail = (id: string, over: Partial<ComponentDetail> = {}): ComponentDetail => ({
  id,
  title: id,
  description: '',
  kind: 'bridge',
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
  status: {},
  dependents: [],
  settingsPath: null,
  ...over,
});
