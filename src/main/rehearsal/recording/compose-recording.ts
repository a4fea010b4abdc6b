import { stringify } from 'yaml';
import type { Act, Cue, Scenario } from '../scenario/scenario.ts';
import { disguiseText, type Disguise, type TextMode } from './disguise-text.ts';
import type { Moment, SessionRecorder } from './session-recorder.ts';

/** A recording is cut into parts, so that one can be found in it. */
const partMs = 600_000;
const longestText = 450;
const longestOutageSeconds = 3_600;
/** A cheer and its line of chat come by two ways, this close to each other. */
const sameCheerMs = 10_000;
/** The rewards of the pretended channel: one without words and one with. */
const rewards = { plain: 'Hydrate', withWords: 'Choose the next song' } as const;

export interface ComposeOptions {
  readonly id: string;
  readonly title: string;
  readonly texts: TextMode;
  readonly redact: (text: string) => string;
}

/** What is told of a recording: nothing of it comes from what people wrote. */
export interface ComposedRecording {
  readonly scenario: Scenario;
  readonly yaml: string;
}

/**
 * Writes a session down as a scenario. Everybody has an invented name, the same one throughout; ids are replaced by numbers
 * of lines; texts are replaced by text of the same length, or kept without names, addresses and secrets. What an original
 * still occurs in is masked.
 */
export const composeRecording = (session: SessionRecorder, options: ComposeOptions): ComposedRecording => {
  const { originals, people } = session;
  const cast = people.disguise();
  const stranger = ['somebody', 'someone', 'a viewer', '?'].find((word) => !originals.occursIn(word)) ?? '?';
  const disguise: Disguise = {
    mode: options.texts,
    originals,
    redact: options.redact,
    nameFor: (original) => cast[people.named(original)?.number ?? -1]?.displayName ?? stranger,
  };
  const textOf = (text: string): string => disguiseText(text, disguise).slice(0, longestText).trim();
  const scenes = new Map(
    session.scenes.map((scene, index) => [
      scene,
      originals.occursIn(scene) ? `Scene ${index + 1}` : scene.trim() || `Scene ${index + 1}`,
    ]),
  );
  const labels = labelsOf(session.moments);
  const cheerLines = linesOfCheers(session.moments);
  const members = cast.map((member, number) => ({
    ...member,
    roles: [...member.roles],
    on: [...(people.everybody[number]?.platforms ?? [])],
    // Only speaks when the recording says so.
    chattiness: 0,
  }));
  const loginOf = (number: number): string => members[number]?.login ?? '';
  const endMs = Math.max(1_000, session.durationMs);

  const cueOf = (moment: Moment): Omit<Cue, 'at'> | null => {
    switch (moment.kind) {
      case 'say': {
        const text = textOf(moment.text);
        const label = labels.get(moment.id);
        const replyTo = moment.replyTo === null ? undefined : labels.get(moment.replyTo);
        return text === ''
          ? null
          : {
              say: {
                who: loginOf(moment.who.number),
                text,
                on: moment.on,
                ...(label !== undefined && { label }),
                ...(replyTo !== undefined && { replyTo }),
                firstMessage: moment.firstMessage,
              },
            };
      }
      case 'follow':
        return { follow: { who: loginOf(moment.who.number) } };
      case 'subscribe':
        return {
          subscribe: { who: loginOf(moment.who.number), months: moment.months, text: textOf(moment.text) },
        };
      case 'cheer':
        return { cheer: { who: loginOf(moment.who.number), bits: moment.bits, text: textOf(moment.text) } };
      case 'raid':
        return { raid: { who: loginOf(moment.who.number), viewers: moment.viewers } };
      case 'redeem': {
        const input = textOf(moment.input).slice(0, 200);
        const reward = input === '' ? rewards.plain : rewards.withWords;
        return { redeem: { who: loginOf(moment.who.number), reward, input } };
      }
      case 'obs': {
        const { scene, streaming, recording } = moment;
        return {
          obs: {
            ...(scene !== undefined && { scene: scenes.get(scene) ?? scene }),
            ...(streaming !== undefined && { streaming, ...(streaming && { bitrateKbps: 6_000 }) }),
            ...(recording !== undefined && { recording }),
          },
        };
      }
      case 'outage': {
        const seconds = ((moment.endMs ?? endMs) - moment.atMs) / 1_000;
        return {
          disturb: {
            target: moment.target,
            fault: 'refuse',
            options: {},
            seconds: Math.min(longestOutageSeconds, Math.max(1, round(seconds))),
          },
        };
      }
    }
  };

  const { scene, streaming } = session.start;
  const first: Cue = {
    at: 0,
    obs: {
      ...(scene !== null && { scene: scenes.get(scene) ?? scene }),
      streaming: streaming ?? false,
      ...(streaming === true && { bitrateKbps: 6_000 }),
      dropRate: 0,
    },
  };
  const acts: Act[] = Array.from({ length: Math.ceil(endMs / partMs) }, (_, part): Act => {
    const from = part * partMs;
    const to = Math.min(endMs, from + partMs);
    const seconds = Math.max(1, round((to - from) / 1_000));
    const cues = session.moments
      .filter(({ atMs }) => atMs >= from && (atMs < to || (to === endMs && atMs <= to)))
      .flatMap((moment): Cue[] => {
        const cue = cheerLines.has(moment) ? null : cueOf(moment);
        return cue ? [{ at: Math.min(seconds, round((moment.atMs - from) / 1_000)), ...cue }] : [];
      });
    return {
      id: `part-${part + 1}`,
      title: `Part ${part + 1}`,
      seconds,
      cues: part === 0 ? [first, ...cues] : cues,
    };
  });
  const scenario: Scenario = {
    id: options.id,
    title: originals.occursIn(options.title) ? 'A recorded session' : options.title,
    description: describe(session, options.texts),
    scenes: scenes.size === 0 ? ['Main'] : [...new Set(scenes.values())],
    cast:
      members.length === 0
        ? [
            {
              login: 'nobody_here',
              displayName: 'Nobody',
              color: null,
              roles: [],
              on: ['twitch'],
              chattiness: 0,
            },
          ]
        : members,
    acts,
  };
  return { scenario, yaml: stringify(scenario, { lineWidth: 0, aliasDuplicateObjects: false }) };
};

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** Only lines that somebody answers need a name of their own. */
const labelsOf = (moments: readonly Moment[]): ReadonlyMap<string, string> => {
  const labels = new Map<string, string>();
  const said = new Set<string>();
  for (const moment of moments) {
    if (moment.kind !== 'say') continue;
    if (moment.replyTo !== null && said.has(moment.replyTo) && !labels.has(moment.replyTo))
      labels.set(moment.replyTo, `line-${labels.size + 1}`);
    said.add(moment.id);
  }
  return labels;
};

/** The lines of chat that a cheer writes by itself when it is played. */
const linesOfCheers = (moments: readonly Moment[]): ReadonlySet<Moment> => {
  const cheers = moments.filter((moment) => moment.kind === 'cheer');
  return new Set(
    moments.filter(
      (moment) =>
        moment.kind === 'say' &&
        /^cheer\d+/i.test(moment.text) &&
        cheers.some(({ who, atMs }) => who === moment.who && Math.abs(atMs - moment.atMs) < sameCheerMs),
    ),
  );
};

const describe = (session: SessionRecorder, texts: TextMode): string => {
  const lines = session.moments.filter(({ kind }) => kind === 'say').length;
  const minutes = Math.max(1, Math.round(session.durationMs / 60_000));
  const words = texts === 'kept' ? 'texts are kept, without names' : 'texts are replaced';
  return `${minutes} min of a session, with ${lines} lines by ${session.people.everybody.length} people. Names are invented; ${words}.`;
};
