import {
  audienceImpacts,
  healthLevels,
  isTroubleLevel,
  worseHealth,
  type ComponentView,
  type HealthLevel,
  type Problem,
} from '#shared/model/index.ts';
import { stoppedWords } from './stopped-words.ts';

/** A root cause with every component that has problems because of it. */
export interface RootCause {
  readonly root: ComponentView;
  /** Other components with the same root cause, in the system's order. */
  readonly collateral: readonly ComponentView[];
  readonly level: HealthLevel;
  readonly since: number;
  /** Position in the ranking: smaller means more noticeable for the audience. */
  readonly rank: number;
}

export const isTrouble = ({ health }: ComponentView): boolean => isTroubleLevel(health.level);

export const isDesiredRunning = ({ desired }: ComponentView): boolean => desired === 'running';

/** Returns true when it never ran and only waits for set-up, its own or that of a dependency. */
export const isNeutral = (view: ComponentView, byId: ReadonlyMap<string, ComponentView>): boolean => {
  if (view.notSetUp) return !isTrouble(view);
  const root = view.cause && byId.get(view.cause.componentId);
  if (!root || isTrouble(view)) return false;
  return (root.notSetUp && !isTrouble(root)) || root.stoppedBy?.by === 'settings';
};

/** Number of ranks by which a degraded component matters less than one that is down. */
const degradedSteps = 2;
/** The rank of problems that the audience doesn't notice: after all others. */
const unnoticed = 10;

/**
 * Returns the rank of a component's trouble. The audience's order comes first. A component that still works,
 * badly, ranks like one that is down two places further. ADR 13 has the reasons and the whole table.
 */
export const rankOf = ({ audience }: ComponentView, level: HealthLevel): number => {
  const place = audience === 'none' ? unnoticed : audienceImpacts.indexOf(audience);
  return place + (level === 'degraded' ? degradedSteps : 0);
};

const severity = (level: HealthLevel): number => healthLevels.indexOf(level);

const byRank = (left: RootCause, right: RootCause): number =>
  left.rank - right.rank ||
  severity(right.level) - severity(left.level) ||
  left.since - right.since ||
  (left.root.id < right.root.id ? -1 : 1);

/**
 * Returns the drill or the component that trouble is attributed to: everything that one drill broke is one
 * problem.
 */
const keyOf = (root: ComponentView): string => root.intervention?.id ?? root.id;

/** A stopped component with dependents that miss it is always at least a problem that a person can solve. */
const levelOf = (root: ComponentView, members: readonly ComponentView[]): HealthLevel => {
  const worst = members.map(({ health }) => health.level).reduce(worseHealth, 'healthy');
  return isDesiredRunning(root) ? worst : worseHealth('degraded', worst);
};

const gather = (
  members: readonly [ComponentView, ...ComponentView[]],
  roots: readonly ComponentView[],
): RootCause => {
  const byNotice = (left: ComponentView, right: ComponentView): number =>
    rankOf(left, left.health.level) - rankOf(right, right.health.level) ||
    left.health.since - right.health.since;
  const root = roots.toSorted(byNotice)[0] ?? members[0];
  const level = levelOf(root, members);
  const since = isDesiredRunning(root) ? root.health.since : (root.stoppedBy?.at ?? root.since);
  return {
    root,
    collateral: members.filter(({ id }) => id !== root.id),
    level,
    since,
    rank: Math.min(...members.map((each) => rankOf(each, each.health.level)), rankOf(root, level)),
  };
};

/**
 * Returns the root causes of all current problems, most noticeable for the audience first. Orchestrators only
 * sum up their components and never count. Neither do stopped components that nothing misses, and components
 * that were never set up.
 */
export const findRootCauses = (views: readonly ComponentView[]): readonly RootCause[] => {
  const byId = new Map(views.map((view) => [view.id, view]));
  const groups = new Map<
    string,
    { roots: Set<ComponentView>; members: [ComponentView, ...ComponentView[]] }
  >();
  for (const view of views) {
    if (view.kind === 'orchestrator' || !isDesiredRunning(view) || isNeutral(view, byId)) continue;
    const root = (view.cause && byId.get(view.cause.componentId)) ?? view;
    // A component that waits for a starting one counts as starting too.
    if (!isTrouble(view) && (root === view || (isDesiredRunning(root) && !isTrouble(root)))) continue;
    const key = keyOf(root);
    const group = groups.get(key);
    if (group) {
      group.members.push(view);
      group.roots.add(root);
    } else {
      groups.set(key, { roots: new Set([root]), members: [view] });
    }
  }
  return [...groups.values()].map(({ members, roots }) => gather(members, [...roots])).toSorted(byRank);
};

/** Returns the text with a full stop. */
export const stop = (text: string): string => (/[.!?:]$/.test(text) ? text : `${text}.`);

const firstSentence = (text: string): { readonly first: string; readonly rest: string } => {
  const end = /[.!?](?=\s+\p{Lu})/u.exec(text);
  const cut = end ? end.index + 1 : text.length;
  return { first: text.slice(0, cut).replace(/\.$/, ''), rest: text.slice(cut).trim() };
};

/** A longer headline can't be read at a glance: the whole text goes into the detail. */
const longestHeadline = 60;

const endings: Readonly<Record<string, string>> = {
  degraded: 'has problems',
  unhealthy: 'is down',
  quarantined: 'is disabled after crashes',
};

/** Returns true when a sentence already names its subject and needs no title in front. */
const namesItself = (sentence: string, title: string): boolean => {
  const [word = title] = title.split(' ');
  return sentence.includes(word) || /^(?:Cuelight|This PC)\b/u.test(sentence);
};

/** Returns the headline of a component's own trouble, and the rest of its summary. */
const wordsOfOwn = ({ title, kind, state, health, supervision, waiting }: ComponentView) => {
  if (state === 'quarantined') {
    const count = supervision.evidence.length;
    const failure = supervision.lastFailure?.message ?? '';
    return {
      headline:
        count === 0 ? `${title} is disabled after crashes` : `${title} is disabled after ${count} crashes`,
      rest: failure,
    };
  }
  const { first, rest } = firstSentence(health.summary);
  if (kind === 'bridge' && waiting?.for === 'retry' && !namesItself(first, title))
    return { headline: `${title} is down – retrying`, rest: health.summary };
  const headline = namesItself(first, title) ? first : `${title}: ${first}`;
  return headline.length <= longestHeadline
    ? { headline, rest }
    : { headline: `${title} ${endings[health.level] ?? 'has problems'}`, rest: health.summary };
};

/** Returns the headline of a root cause, without a full stop, and the remedy from its own message. */
export const wordsOf = (
  { root }: RootCause,
  views: readonly ComponentView[],
): { readonly headline: string; readonly rest: string } => {
  const titleOf = (id: string): string | undefined => views.find((view) => view.id === id)?.title;
  if (!isDesiredRunning(root))
    return {
      headline: stoppedWords(
        (root.stoppedBy?.by === 'command' && titleOf(root.stoppedBy.target)) || root.title,
        root.stoppedBy,
        titleOf,
      ),
      rest: '',
    };
  if (root.intervention === null) return wordsOfOwn(root);
  const over = root.intervention.until === null ? [] : ['The drill is over.'];
  return {
    headline: root.intervention.title,
    rest: [stop(root.health.summary), ...over].join(' '),
  };
};

/** Returns the second problem, after the first: "OBS is down too". */
export const secondWords = ({ root, level }: RootCause): string =>
  `${root.title} ${isDesiredRunning(root) ? (endings[level] ?? 'has problems') : 'is stopped'} too`;

export const problemOf = (cause: RootCause, views: readonly ComponentView[]): Problem => ({
  componentId: cause.root.id,
  title: cause.root.title,
  level: cause.level,
  headline: wordsOf(cause, views).headline,
  since: cause.since,
});
