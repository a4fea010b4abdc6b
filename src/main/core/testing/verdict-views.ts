/** Components for the tests of the verdict. */
import type { ComponentView, Verdict } from '#shared/model/index.ts';
import { healthyComponent } from '#shared/model/testing/healthy-component.ts';
import { computeVerdict } from '../view/verdict.ts';

export const now = 1_000;

type Details = Partial<Omit<ComponentView, 'health'>> & Partial<ComponentView['health']>;

/** Returns a healthy running component with the given changes. */
export const view = (id: string, more: Details = {}): ComponentView => {
  const { level = 'healthy', summary = 'Running', conditions = [], ...rest } = more;
  return healthyComponent(id, {
    title: id.toUpperCase(),
    parent: 'show',
    startedAt: null,
    ...rest,
    since: more.since ?? 100,
    health: { level, summary, conditions, since: more.since ?? 100 },
  });
};

export const ill = (id: string, more: Details = {}): ComponentView =>
  view(id, {
    level: 'unhealthy',
    state: 'failed',
    summary: `${id.toUpperCase()} isn't responding. Start it.`,
    ...more,
  });

/** Returns the cause of a component that waits for another. */
export const cause = (componentId: string): NonNullable<ComponentView['cause']> => ({
  componentId,
  message: "It isn't responding",
  since: 50,
});

export const verdictOf = (...views: readonly ComponentView[]): Verdict => computeVerdict(views, now);

/** The fields of a verdict without problems. */
export const healthy = { level: 'healthy', headline: 'Everything is healthy', causeId: null, problems: [] };
