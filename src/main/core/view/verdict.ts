import { healthLevels, type ComponentView, type Verdict } from '#shared/model/index.ts';
import type { FaultAction } from '#shared/kernel/index.ts';
import { worstCondition } from '../health/condition-board.ts';

const isTrouble = ({ health }: ComponentView): boolean =>
  health.level === 'degraded' || health.level === 'unhealthy' || health.level === 'quarantined';

const severity = ({ health }: ComponentView): number => healthLevels.indexOf(health.level);

const names = (views: readonly ComponentView[], limit = 3): string => {
  const titles = views.slice(0, limit).map((view) => view.title);
  return views.length > limit ? `${titles.join(', ')} and ${views.length - limit} more` : titles.join(', ');
};

/** The best thing to do about the cause: what the fault itself suggests, else what its state calls for. */
const actionFor = (cause: ComponentView): FaultAction | null => {
  const { waiting, title, id } = cause;
  if (cause.state === 'quarantined') return { kind: 'retry', label: `Start ${title} again`, target: id };
  if (waiting?.for === 'settings' || waiting?.for === 'sign-in') {
    return waiting.action ?? { kind: 'open-settings', label: `Open the settings of ${title}`, target: id };
  }
  if (waiting?.for === 'dependency') {
    return { kind: 'start-component', label: 'Start what it waits for', target: waiting.componentId };
  }
  const { lastFailure } = cause.supervision;
  if (waiting?.for === 'retry')
    return lastFailure?.action ?? { kind: 'retry', label: `Try ${title} now`, target: id };
  return worstCondition(cause.health.conditions)?.action ?? null;
};

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text.slice(0, -1) : text);

/**
 * How the show is, in one line. Among all that are in trouble those count that nobody else is the reason for; of these
 * the worst is named, and of several equally bad ones the one that failed first.
 */
export const judge = (views: readonly ComponentView[], now: number): Verdict => {
  const parts = views.filter((view) => view.kind !== 'orchestrator');
  const wanted = parts.filter((view) => view.wanted === 'running');
  const base = { causeId: null, collateral: [], action: null };
  if (wanted.length === 0) {
    const since = Math.max(0, ...parts.map((view) => view.since));
    return {
      level: 'unknown',
      sentence: 'Nothing is switched on',
      since: since === 0 ? now : since,
      ...base,
    };
  }
  const troubled = wanted.filter(isTrouble);
  const causes = troubled.filter((view) => view.cause === null);
  const [cause] = causes.toSorted(
    (left, right) => severity(right) - severity(left) || left.health.since - right.health.since,
  );
  if (cause) {
    const collateral = troubled.filter((view) => view.cause?.componentId === cause.id);
    const others = causes.length - 1;
    const affected =
      collateral.length === 0
        ? ''
        : `; ${names(collateral)} ${collateral.length === 1 ? 'suffers' : 'suffer'} from it`;
    const beside = others === 0 ? '' : `; ${others} more in trouble`;
    return {
      level: cause.health.level,
      sentence: `${cause.title}: ${sentence(cause.health.summary)}${affected}${beside}`,
      since: cause.health.since,
      causeId: cause.id,
      collateral: collateral.map((view) => view.id),
      action: actionFor(cause),
    };
  }
  // Everybody in trouble waits for something that is not itself in trouble: it was switched off.
  const [waiting] = troubled.toSorted((left, right) => left.health.since - right.health.since);
  if (waiting?.cause) {
    const target = waiting.cause.componentId;
    const title = views.find((view) => view.id === target)?.title ?? target;
    return {
      level: waiting.health.level,
      sentence: `${title} is switched off; ${names(troubled)} ${troubled.length === 1 ? 'waits' : 'wait'} for it`,
      since: waiting.cause.since,
      causeId: target,
      collateral: troubled.map((view) => view.id),
      action: { kind: 'start-component', label: `Start ${title}`, target },
    };
  }
  const unsure = wanted.filter((view) => view.health.level === 'unknown');
  if (unsure.length > 0) {
    const starting = unsure.every((view) => view.state === 'starting' || view.waiting !== null);
    return {
      level: 'unknown',
      sentence: `${starting ? 'Starting' : 'Not known yet'}: ${names(unsure)}`,
      since: Math.min(...unsure.map((view) => view.health.since)),
      ...base,
    };
  }
  return {
    level: 'healthy',
    sentence: 'All well',
    since: Math.max(...wanted.map((view) => view.health.since)),
    ...base,
  };
};
