import type { FaultAction } from '#shared/kernel/index.ts';
import { worstCondition } from '../health/condition-board.ts';
import { worseHealth, type ComponentView, type Verdict } from '#shared/model/index.ts';
import {
  findRootCauses,
  isNeutral,
  isDesiredRunning,
  problemOf,
  secondWords,
  stop,
  wordsOf,
  type RootCause,
} from './problems.ts';

const names = (views: readonly ComponentView[], limit = 3): string => {
  const titles = views.slice(0, limit).map((view) => view.title);
  return views.length > limit ? `${titles.join(', ')} and ${views.length - limit} more` : titles.join(', ');
};

/**
 * Returns the best remedy for a root cause: the one that undoes it, the one its fault suggests, or the one
 * its state calls for.
 */
const actionFor = (root: ComponentView, titleOf: (id: string) => string): FaultAction | null => {
  const { waiting, title, id, stoppedBy } = root;
  if (!isDesiredRunning(root)) {
    const target = stoppedBy?.target ?? id;
    if (stoppedBy?.by === 'settings')
      return { kind: 'open-settings', label: `Open the settings of ${title}`, target };
    return { kind: 'start-component', label: `Start ${titleOf(target)}`, target };
  }
  if (root.intervention?.action) return root.intervention.action;
  if (root.state === 'quarantined') return { kind: 'retry', label: `Start ${title} again`, target: id };
  if (waiting?.for === 'settings' || waiting?.for === 'sign-in') {
    return waiting.action ?? { kind: 'open-settings', label: `Open the settings of ${title}`, target: id };
  }
  if (waiting?.for === 'dependency') {
    const { componentId } = waiting;
    return { kind: 'start-component', label: `Start ${titleOf(componentId)}`, target: componentId };
  }
  if (waiting?.for === 'retry')
    return root.supervision.lastFailure?.action ?? { kind: 'retry', label: `Retry ${title} now`, target: id };
  return worstCondition(root.health.conditions)?.action ?? null;
};

/** Returns the other effects of a root cause in one sentence; empty when there are none. */
const affectedWords = ({ root, collateral }: RootCause): string => {
  if (collateral.length === 0) return '';
  if (isDesiredRunning(root)) return `Also affects: ${names(collateral)}.`;
  const count = collateral.length;
  if (count <= 2)
    return `${collateral.map(({ title }) => title).join(' and ')} ${count === 1 ? 'is' : 'are'} waiting for it.`;
  return `${count} components are waiting for it.`;
};

const nothing = { detail: null, causeId: null, collateral: [], retryAt: null, problems: [], action: null };

const plain = (level: Verdict['level'], sentence: string, since: number): Verdict => ({
  ...nothing,
  level,
  headline: sentence,
  sentence,
  since,
});

const verdictOfProblems = (
  causes: readonly [RootCause, ...RootCause[]],
  views: readonly ComponentView[],
): Verdict => {
  const [first, second, ...more] = causes;
  const { root, collateral, since } = first;
  const titleOf = (id: string): string => views.find((view) => view.id === id)?.title ?? id;
  const { headline: own, rest } = wordsOf(first, views);
  const headline = second ? `${stop(own)} ${stop(secondWords(second))}` : own;
  const others = more.length === 0 ? '' : `Also: ${names(more.map((cause) => cause.root))}.`;
  const parts = [rest === '' ? '' : stop(rest), affectedWords(first), others].filter((part) => part !== '');
  const detail = parts.length === 0 ? null : parts.join(' ');
  return {
    level: causes.map((cause) => cause.level).reduce(worseHealth),
    headline,
    detail,
    sentence: detail === null ? headline : `${stop(headline)} ${detail}`,
    since,
    causeId: root.id,
    collateral: collateral.map(({ id }) => id),
    retryAt: root.waiting?.for === 'retry' ? root.waiting.nextAttemptAt : null,
    problems: causes.map((cause) => problemOf(cause, views)),
    action: actionFor(root, titleOf),
  };
};

/** Returns the settings section of the first component that names one. */
const targetOf = (missing: readonly ComponentView[]): Pick<FaultAction, 'target'> => {
  const target = missing.map(({ supervision }) => supervision.lastFailure?.action?.target).find(Boolean);
  return target === undefined ? {} : { target };
};

/**
 * Returns the verdict while nothing that reaches the audience is set up: neutral, with the way to the
 * settings.
 */
const verdictOfNothingSetUp = (missing: readonly ComponentView[]): Verdict => ({
  ...plain('unknown', 'Nothing is set up yet', Math.min(...missing.map(({ health }) => health.since))),
  detail: 'Connect OBS, Twitch or Discord in the settings.',
  action: {
    kind: 'open-settings',
    label: 'Open Settings',
    ...targetOf(missing),
  },
});

/**
 * Computes the overall health in one line. Only root causes count: a problem with another cause is
 * collateral, however bad it is. The problem that the audience notices most comes first, and the second is
 * named, so that the two worst problems are always visible.
 */
export const computeVerdict = (views: readonly ComponentView[], now: number): Verdict => {
  const components = views.filter((view) => view.kind !== 'orchestrator');
  const desired = components.filter(isDesiredRunning);
  if (desired.length === 0) {
    const since = Math.max(0, ...components.map((view) => view.since));
    return plain('unknown', 'Nothing is switched on', since === 0 ? now : since);
  }
  const [first, ...more] = findRootCauses(views);
  if (first) return verdictOfProblems([first, ...more], views);

  const byId = new Map(views.map((view) => [view.id, view]));
  const neutral = desired.filter((view) => isNeutral(view, byId));
  const counted = desired.filter((view) => !neutral.includes(view));
  const noticed = counted.filter(({ kind, audience }) => kind === 'bridge' || audience !== 'none');
  const missing = neutral.filter(({ notSetUp }) => notSetUp);
  const unsure = counted.filter((view) => view.health.level === 'unknown');
  if (unsure.length > 0) {
    const starting = unsure.every((view) => view.state === 'starting' || view.waiting !== null);
    const words = `${starting ? 'Starting' : 'Checking'}: ${names(unsure)}`;
    return plain('unknown', words, Math.min(...unsure.map((view) => view.health.since)));
  }
  if (missing.length > 0 && noticed.length === 0) return verdictOfNothingSetUp(missing);
  const healthy = plain(
    'healthy',
    'Everything is healthy',
    Math.max(...counted.map((view) => view.health.since)),
  );
  return missing.length === 0 ? healthy : { ...healthy, detail: `Not set up: ${names(missing)}.` };
};
