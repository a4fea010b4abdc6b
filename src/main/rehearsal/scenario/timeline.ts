import type { RandomSource } from '#shared/kernel/index.ts';
import { rehearsedChatSchema, type RehearsedChat } from '#shared/model/index.ts';
import type { Act, Cue, Scenario, ScenarioMember } from './scenario.ts';

/** An action at a position of a run. */
export type TimelineEntry = { readonly atMs: number; readonly act: Act } & (
  | { readonly kind: 'act' }
  | { readonly kind: 'cue'; readonly cue: Cue }
  | {
      readonly kind: 'chatter';
      readonly platform: RehearsedChat;
      readonly member: ScenarioMember;
      readonly text: string;
    }
);

/** One run through the acts, in order of time. */
export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  readonly durationMs: number;
}

const shuffled = <T>(items: readonly T[], random: RandomSource): T[] => {
  const rest = [...items];
  const result: T[] = [];
  while (rest.length > 0) result.push(...rest.splice(Math.floor(random.next() * rest.length), 1));
  return result;
};

/** Returns a function that draws the lines in random order, each once before any repeats. */
const createBag = (lines: readonly string[], random: RandomSource): (() => string) => {
  let bag: string[] = [];
  return () => {
    if (bag.length === 0) bag = shuffled(lines, random);
    return bag.pop() ?? '';
  };
};

/**
 * Returns a function that draws the next speaker, talkative people more often, and nobody twice in a row if
 * avoidable.
 */
const createSpeakers = (
  members: readonly ScenarioMember[],
  random: RandomSource,
): (() => ScenarioMember | undefined) => {
  let last: ScenarioMember | undefined;
  return () => {
    const choice = members.filter(
      (member) => member.chattiness > 0 && (members.length < 2 || member !== last),
    );
    let ticket = random.next() * choice.reduce((sum, member) => sum + member.chattiness, 0);
    last = choice.find((member) => (ticket -= member.chattiness) < 0) ?? choice.at(-1);
    return last;
  };
};

const chatterOf = (act: Act, startMs: number, scenario: Scenario, random: RandomSource): TimelineEntry[] => {
  const entries: TimelineEntry[] = [];
  const { chatter } = act;
  if (!chatter) return entries;
  const drawLine = createBag(chatter.lines, random);
  for (const platform of rehearsedChatSchema.options) {
    const perMinute = platform === 'twitch' ? chatter.twitchPerMinute : chatter.discordPerMinute;
    const drawSpeaker = createSpeakers(
      scenario.cast.filter((member) => member.on.includes(platform)),
      random,
    );
    if (perMinute <= 0) continue;
    // People write independently of each other, so the times between lines are exponentially distributed.
    const meanGapMs = 60_000 / perMinute;
    const drawGapMs = (): number => -Math.log(1 - random.next()) * meanGapMs;
    let at = drawGapMs();
    while (at < act.seconds * 1_000) {
      const member = drawSpeaker();
      if (!member) break;
      const others = scenario.cast.filter((other) => other !== member && other.on.includes(platform));
      const named = others[Math.floor(random.next() * others.length)] ?? member;
      const text = drawLine().replaceAll('{name}', named.displayName);
      entries.push({ kind: 'chatter', atMs: startMs + at, act, platform, member, text });
      at += drawGapMs();
    }
  }
  return entries;
};

/** Composes one run in advance, from the given act, or the first one, to the end. */
export const composeTimeline = (scenario: Scenario, random: RandomSource, fromAct?: string): Timeline => {
  const first = Math.max(
    0,
    scenario.acts.findIndex((act) => act.id === fromAct),
  );
  const entries: TimelineEntry[] = [];
  let startMs = 0;
  for (const act of scenario.acts.slice(first)) {
    entries.push({ kind: 'act', atMs: startMs, act });
    for (const cue of act.cues) entries.push({ kind: 'cue', atMs: startMs + cue.at * 1_000, act, cue });
    entries.push(...chatterOf(act, startMs, scenario, random));
    startMs += act.seconds * 1_000;
  }
  return { entries: entries.sort((left, right) => left.atMs - right.atMs), durationMs: startMs };
};
