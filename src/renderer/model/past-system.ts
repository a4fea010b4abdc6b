import type { ComponentView, PastComponent, SystemSnapshot } from '#shared/model/index.ts';
import type { SystemModel } from './system-model.ts';

/** Converts a past component to a present one. Data that the past lacks stays empty and is not shown. */
const viewOf = (past: PastComponent): ComponentView => ({
  id: past.id,
  title: past.title,
  description: '',
  kind: past.kind,
  parent: past.parent,
  platform: past.platform,
  desired: past.desired,
  state: past.state,
  since: past.since,
  startedAt: past.startedAt,
  health: { level: past.level, summary: past.reason, conditions: [], since: past.levelSince },
  waiting: null,
  notSetUp: false,
  audience: 'none',
  stoppedBy: null,
  intervention: null,
  cause: past.cause,
  supervision: {
    restarts: 0,
    attempt: 0,
    lastFailure: null,
    budget: { used: 0, limit: 0, windowMs: 0 },
    evidence: [],
  },
  needs: past.needs,
  fact: null,
});

/** Returns the graph of a past moment. The past offers no actions. */
export const pastSystem = (snapshot: SystemSnapshot): SystemModel => ({
  components: new Map(snapshot.components.map((part) => [part.id, viewOf(part)])),
  order: snapshot.components.map(({ id }) => id),
  edges: snapshot.edges,
  verdict: { ...snapshot.verdict, action: null },
  run: null,
  loaded: true,
});
