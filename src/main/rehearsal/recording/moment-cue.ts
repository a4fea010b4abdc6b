import { assertNever, cutText } from '#shared/kernel/index.ts';
import type { Cue } from '../scenario/scenario.ts';
import type { Person } from './people.ts';
import type { Moment } from './session-recorder.ts';

const longestOutageSeconds = 3_600;
const longestInput = 200;
/** The rewards of the simulated channel: one without viewer input and one with. */
const rewards = { plain: 'Hydrate', withWords: 'Choose the next song' } as const;

/** Replacements for originals in a recording. */
export interface Substitutes {
  /** Returns the invented login of a person. */
  readonly loginOf: (who: Person) => string;
  readonly textOf: (text: string) => string;
  readonly sceneOf: (scene: string) => string;
  /** Returns the label of a line that has a reply; undefined for any other line. */
  readonly labelOf: (messageId: string) => string | undefined;
  /** Milliseconds from the start to the end of the recording. */
  readonly endMs: number;
}

/** Converts milliseconds to seconds with three decimals, as a scenario has them. */
export const secondsOf = (ms: number): number => Math.round(ms) / 1_000;

const sayCue = (
  moment: Extract<Moment, { kind: 'say' }>,
  substitutes: Substitutes,
): Omit<Cue, 'at'> | null => {
  const { loginOf, textOf, labelOf } = substitutes;
  const text = textOf(moment.text);
  if (text === '') return null;
  const label = labelOf(moment.id);
  const replyTo = moment.replyTo === null ? undefined : labelOf(moment.replyTo);
  return {
    say: {
      who: loginOf(moment.who),
      text,
      on: moment.on,
      ...(label !== undefined && { label }),
      ...(replyTo !== undefined && { replyTo }),
      firstMessage: moment.firstMessage,
    },
  };
};

const obsCue = (
  { scene, streaming, recording }: Omit<Extract<Moment, { kind: 'obs' }>, 'kind' | 'atMs'>,
  { sceneOf }: Substitutes,
): Omit<Cue, 'at'> => ({
  obs: {
    ...(scene !== undefined && { scene: sceneOf(scene) }),
    ...(streaming !== undefined && { streaming, ...(streaming && { bitrateKbps: 6_000 }) }),
    ...(recording !== undefined && { recording }),
  },
});

/** Returns the cue that plays a moment again; null when nothing remains to play. */
export const cueOfMoment = (moment: Moment, substitutes: Substitutes): Omit<Cue, 'at'> | null => {
  const { loginOf, textOf, endMs } = substitutes;
  switch (moment.kind) {
    case 'say':
      return sayCue(moment, substitutes);
    case 'obs':
      return obsCue(moment, substitutes);
    case 'follow':
      return { follow: { who: loginOf(moment.who) } };
    case 'subscribe':
      return { subscribe: { who: loginOf(moment.who), months: moment.months, text: textOf(moment.text) } };
    case 'cheer':
      return { cheer: { who: loginOf(moment.who), bits: moment.bits, text: textOf(moment.text) } };
    case 'raid':
      return { raid: { who: loginOf(moment.who), viewers: moment.viewers } };
    case 'redeem': {
      const input = cutText(textOf(moment.input), longestInput);
      const reward = input === '' ? rewards.plain : rewards.withWords;
      return { redeem: { who: loginOf(moment.who), reward, input } };
    }
    case 'outage': {
      const lasted = secondsOf((moment.endMs ?? endMs) - moment.atMs);
      const seconds = Math.min(longestOutageSeconds, Math.max(1, lasted));
      return { disturb: { target: moment.target, fault: 'refuse', options: {}, seconds } };
    }
    default:
      return assertNever(moment);
  }
};
