import { stringify } from 'yaml';
import { cutText } from '#shared/kernel/index.ts';
import type { Act, Cue, Scenario, ScenarioMember } from '../scenario/scenario.ts';
import { disguiseText, type Disguise, type TextMode } from './disguise-text.ts';
import { cueOfMoment, secondsOf, type Substitutes } from './moment-cue.ts';
import type { Moment, SessionRecorder } from './session-recorder.ts';

/** Milliseconds of each act: a recording is divided so that a moment can be found in it. */
const actMs = 600_000;
const longestText = 450;
/** Maximum milliseconds between a cheer and its chat line, which arrive separately. */
const sameCheerMs = 10_000;

export interface ComposeOptions {
  readonly id: string;
  readonly title: string;
  readonly texts: TextMode;
  readonly redact: (text: string) => string;
}

/**
 * Composes a scenario from a session. Everybody gets one invented name throughout, and line numbers replace
 * ids. Texts are replaced by text of the same length, or kept without names, addresses and secrets. Any text
 * that still contains an original is masked.
 */
export const composeRecording = (
  session: SessionRecorder,
  options: ComposeOptions,
): { readonly scenario: Scenario; readonly yaml: string } => {
  const { originals, people } = session;
  const cast = castOf(session);
  const endMs = Math.max(1_000, session.durationMs);
  const scenes = scenesOf(session);
  const labels = labelsOf(session.moments);
  const stranger = ['somebody', 'someone', 'a viewer'].find((word) => !originals.occursIn(word)) ?? '?';
  const disguise: Disguise = {
    mode: options.texts,
    originals,
    redact: options.redact,
    nameFor: (original) => cast[people.named(original)?.number ?? -1]?.displayName ?? stranger,
  };
  const substitutes: Substitutes = {
    loginOf: ({ number }) => cast[number]?.login ?? '',
    textOf: (text) => cutText(disguiseText(text, disguise), longestText).trim(),
    sceneOf: (scene) => scenes.get(scene) ?? scene,
    labelOf: (id) => labels.get(id),
    endMs,
  };
  const scenario: Scenario = {
    id: options.id,
    title: originals.occursIn(options.title) ? 'A recorded session' : options.title,
    description: describe(session, options.texts),
    scenes: scenes.size === 0 ? ['Main'] : [...new Set(scenes.values())],
    cast: cast.length === 0 ? [placeholder] : cast,
    acts: actsOf(session, substitutes),
  };
  return { scenario, yaml: stringify(scenario, { lineWidth: 0, aliasDuplicateObjects: false }) };
};

/** Placeholder for a session without people: a scenario needs a cast. */
const placeholder: ScenarioMember = {
  login: 'nobody_here',
  displayName: 'Nobody',
  color: null,
  roles: [],
  on: ['twitch'],
  chattiness: 0,
};

const castOf = ({ people }: SessionRecorder): ScenarioMember[] =>
  people.disguise().map((member, number) => ({
    ...member,
    roles: [...member.roles],
    on: [...(people.all[number]?.platforms ?? [])],
    // A recorded person writes only the recorded lines.
    chattiness: 0,
  }));

/** Maps each scene to its own name, or to an invented one when the name contains an original. */
const scenesOf = ({ scenes, originals }: SessionRecorder): ReadonlyMap<string, string> =>
  new Map(
    scenes.map((scene, index) => [
      scene,
      originals.occursIn(scene) || scene.trim() === '' ? `Scene ${index + 1}` : scene.trim(),
    ]),
  );

const actsOf = (session: SessionRecorder, substitutes: Substitutes): Act[] => {
  const { endMs } = substitutes;
  const cheerLines = linesOfCheers(session.moments);
  const partCount = Math.ceil(endMs / actMs);
  const moments = session.moments.filter((moment) => !cheerLines.has(moment));
  return Array.from({ length: partCount }, (_, part): Act => {
    const from = part * actMs;
    const isLast = part === partCount - 1;
    const seconds = Math.max(1, secondsOf((isLast ? endMs : from + actMs) - from));
    const cues = moments
      .filter(({ atMs }) => atMs >= from && (isLast || atMs < from + actMs))
      .flatMap((moment): Cue[] => {
        const cue = cueOfMoment(moment, substitutes);
        return cue ? [{ at: Math.min(seconds, secondsOf(moment.atMs - from)), ...cue }] : [];
      });
    return {
      id: `part-${part + 1}`,
      title: `Part ${part + 1}`,
      seconds,
      cues: part === 0 ? [startOf(session, substitutes), ...cues] : cues,
    };
  });
};

/** Returns the cue that restores the state of OBS at the start of the recording. */
const startOf = ({ start }: SessionRecorder, { sceneOf }: Substitutes): Cue => ({
  at: 0,
  obs: {
    ...(start.scene !== null && { scene: sceneOf(start.scene) }),
    streaming: start.streaming ?? false,
    ...(start.streaming === true && { bitrateKbps: 6_000 }),
    dropRate: 0,
  },
});

/** Returns labels for the lines that have replies. No other line needs a label. */
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

/** Returns the chat lines that a cheer sends itself when it is played. */
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

const describe = ({ moments, people, durationMs }: SessionRecorder, texts: TextMode): string => {
  const lines = moments.filter(({ kind }) => kind === 'say').length;
  const minutes = Math.max(1, Math.round(durationMs / 60_000));
  const words = texts === 'kept' ? 'texts are kept, without names' : 'texts are replaced';
  return `${minutes} min of a session, with ${lines} lines by ${people.all.length} people. Names are invented; ${words}.`;
};
