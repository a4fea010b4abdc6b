import uFuzzy from '@leeoniya/ufuzzy';
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { tokenize } from '#shared/kernel/index.ts';

/** Words that people type between the words that matter. */
const fillers: ReadonlySet<string> = new Set(['a', 'an', 'the', 'my', 'to', 'of', 'for']);

/** Words up to this number are found in any order. More would take too many tries: n words have n! orders. */
const wordsInAnyOrder = 4;

const needleOf = (query: string): string => {
  const words = tokenize(query).split(' ');
  const important = words.filter((word) => !fillers.has(word));
  return (important.length > 0 ? important : words).join(' ');
};

/** Letters of all scripts, because scenes and people have names in any of them. */
const everyScript = {
  unicode: true,
  interSplit: String.raw`[^\p{L}\p{N}]+`,
  intraSplit: null,
  intraBound: null,
  intraChars: String.raw`[\p{L}\p{N}]`,
  intraContr: String.raw`'\p{L}{1,2}\b`,
} as const;

interface Candidate {
  readonly action: SpotlightActionData;
  readonly group: string;
  readonly label: string;
  /** The label and the words that it is also found by. */
  readonly words: string;
}

const candidatesOf = (groups: readonly SpotlightActionGroupData[]): readonly Candidate[] =>
  groups.flatMap(({ group, actions }) =>
    actions.map((action) => {
      const label = tokenize(action.label ?? '');
      const others = tokenize([action.keywords ?? []].flat().join(' '));
      return { action, group, label, words: `${label} ${others} ${tokenize(group)}` };
    }),
  );

/** Gathers actions by group, with one group for each title. The group of the first action comes first. */
const grouped = (
  grouping: Iterable<{ readonly group: string; readonly actions: readonly SpotlightActionData[] }>,
): readonly SpotlightActionGroupData[] => {
  const groups = new Map<string, SpotlightActionData[]>();
  for (const { group, actions } of grouping) groups.set(group, [...(groups.get(group) ?? []), ...actions]);
  return [...groups].map(([group, actions]) => ({ group, actions }));
};

/**
 * Finds actions by what a person types: words in any order, without regard for punctuation, and with one
 * typing error per word when nothing matches exactly. An action whose label matches ranks before one that is
 * only found by its other words; a recent action ranks before others with a matching label.
 */
export type FindActions = (
  query: string,
  groups: readonly SpotlightActionGroupData[],
  recent: readonly string[],
) => readonly SpotlightActionGroupData[];

export const createActionFinder = (): FindActions => {
  const exact = new uFuzzy(everyScript);
  const tolerant = new uFuzzy({
    ...everyScript,
    intraMode: 1,
    intraIns: 1,
    intraSub: 1,
    intraTrn: 1,
    intraDel: 1,
  });

  const rank = (matcher: uFuzzy, texts: string[], needle: string): readonly number[] => {
    const [found, info, order] = matcher.search(texts, needle, wordsInAnyOrder);
    if (!found) return [];
    return info ? order.flatMap((place) => info.idx[place] ?? []) : found;
  };

  const search = (
    matcher: uFuzzy,
    all: readonly Candidate[],
    needle: string,
    recent: readonly string[],
  ): ReadonlySet<Candidate> => {
    const ranked = (texts: string[]): readonly Candidate[] =>
      rank(matcher, texts, needle).flatMap((index) => all[index] ?? []);
    const byLabel = ranked(all.map(({ label }) => label));
    const isRecent = ({ action }: Candidate): boolean => recent.includes(action.id);
    return new Set([
      ...byLabel.filter(isRecent),
      ...byLabel,
      // One word of the query may be in the label and the other one only among its other words.
      ...ranked(all.map(({ words }) => words)),
    ]);
  };

  return (query, groups, recent) => {
    const needle = needleOf(query);
    // The palette asks at every change of a component, mostly without a query: nothing is tokenized then.
    if (needle === '') return grouped(groups);
    const all = candidatesOf(groups);
    const found = search(exact, all, needle, recent);
    const best = found.size > 0 ? found : search(tolerant, all, needle, recent);
    return grouped([...best].map(({ group, action }) => ({ group, actions: [action] })));
  };
};
