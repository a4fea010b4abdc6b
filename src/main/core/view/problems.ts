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

/** One root cause with everything that is in trouble because of it. */
export interface RootCause {
  readonly root: ComponentView;
  /** Other components whose trouble has the same root cause, in the order in which the system lists them. */
  readonly collateral: readonly ComponentView[];
  readonly level: HealthLevel;
  readonly since: number;
  /** Position in the ranking: the smaller, the more the audience notices. */
  readonly rank: number;
}

export const isTrouble = ({ health }: ComponentView): boolean => isTroubleLevel(health.level);

export const isWantedView = ({ wanted }: ComponentView): boolean => wanted === 'running';

/** True when it never ran and only waits to be set up, itself or through what it needs. */
export const isNeutral = (view: ComponentView, byId: ReadonlyMap<string, ComponentView>): boolean => {
  if (view.notSetUp) return !isTrouble(view);
  const root = view.cause && byId.get(view.cause.componentId);
  if (!root || isTrouble(view)) return false;
  return (root.notSetUp && !isTrouble(root)) || root.stoppedBy?.by === 'settings';
};

/** How much less a degraded component matters than one that is down, in steps of the audience's order. */
const degradedSteps = 2;
/** What the audience doesn't notice comes after everything that it does. */
const unnoticed = 10;

/**
 * The place of one component's trouble in the ranking. The audience's order comes first; a component that still works, badly,
 * counts as one that is down two places further. ADR 13 has the reasons and the whole table.
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

/** The drill, or the component, that trouble is put down to: what one drill broke is one problem. */
const keyOf = (root: ComponentView): string => root.intervention?.id ?? root.id;

/** A stop that somebody can undo leaves others without something, which is never a matter of no interest. */
const levelOf = (root: ComponentView, members: readonly ComponentView[]): HealthLevel => {
  const worst = members.map(({ health }) => health.level).reduce(worseHealth, 'healthy');
  return isWantedView(root) ? worst : worseHealth('degraded', worst);
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
  const since = isWantedView(root) ? root.health.since : (root.stoppedBy?.at ?? root.since);
  return {
    root,
    collateral: members.filter(({ id }) => id !== root.id),
    level,
    since,
    rank: Math.min(...members.map((each) => rankOf(each, each.health.level)), rankOf(root, level)),
  };
};

/**
 * The root causes of all present trouble, what the audience notices most first. Orchestrators only add up their components and
 * never count; neither does what was switched off while nothing misses it, nor what nobody has set up yet.
 */
export const findRootCauses = (views: readonly ComponentView[]): readonly RootCause[] => {
  const byId = new Map(views.map((view) => [view.id, view]));
  const groups = new Map<
    string,
    { roots: Set<ComponentView>; members: [ComponentView, ...ComponentView[]] }
  >();
  for (const view of views) {
    if (view.kind === 'orchestrator' || !isWantedView(view) || isNeutral(view, byId)) continue;
    const root = (view.cause && byId.get(view.cause.componentId)) ?? view;
    // Who waits for one that is only starting is starting too.
    if (!isTrouble(view) && (root === view || (isWantedView(root) && !isTrouble(root)))) continue;
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

/** The text as a sentence that ends. */
export const stop = (text: string): string => (/[.!?:]$/.test(text) ? text : `${text}.`);

const firstSentence = (text: string): { readonly first: string; readonly rest: string } => {
  const end = /[.!?](?=\s+\p{Lu})/u.exec(text);
  const cut = end ? end.index + 1 : text.length;
  return { first: text.slice(0, cut).replace(/\.$/, ''), rest: text.slice(cut).trim() };
};

/** Longer ones are not read at a glance: the whole text goes into the detail. */
const longestHeadline = 60;

const endings: Readonly<Record<string, string>> = {
  degraded: 'has problems',
  unhealthy: 'is down',
  quarantined: 'is disabled after crashes',
};

/** A sentence that already says what it is about needs no name in front of it. */
const namesItself = (sentence: string, title: string): boolean => {
  const [word = title] = title.split(' ');
  return sentence.includes(word) || /^(?:Cuelight|This PC)\b/u.test(sentence);
};

/** The headline of a component's own trouble, and what else its summary says. */
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

/** The headline of a root cause, without a full stop, and the remedy that its own message has. */
export const wordsOf = (
  { root }: RootCause,
  views: readonly ComponentView[],
): { readonly headline: string; readonly rest: string } => {
  const titleOf = (id: string): string | undefined => views.find((view) => view.id === id)?.title;
  if (!isWantedView(root))
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

/** The second problem, behind the first: "OBS is down too". */
export const secondWords = ({ root, level }: RootCause): string =>
  `${root.title} ${isWantedView(root) ? (endings[level] ?? 'has problems') : 'is stopped'} too`;

export const problemOf = (cause: RootCause, views: readonly ComponentView[]): Problem => ({
  componentId: cause.root.id,
  title: cause.root.title,
  level: cause.level,
  headline: wordsOf(cause, views).headline,
  since: cause.since,
});
