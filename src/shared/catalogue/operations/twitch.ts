import { z } from 'zod';
import { assertNever, isolate } from '../../kernel/index.ts';
import {
  atMostCharacters,
  platformLimits,
  twitchChannelSchema,
  twitchSignInSchema,
} from '../../model/index.ts';
import { noInput, operation, sentenceResult } from './define.ts';
import type { OperationWorld } from './world.ts';

/** Twitch gets 10 s for each request of the sign-in. */
const signInTimeoutMs = 30_000;
/**
 * A request may wait 60 s for Twitch's rate limit and then gets 10 s. Its token may have to be renewed first.
 */
const timeoutMs = 120_000;
const signInPart = (): string => 'twitch-auth';
const apiPart = (): string => 'twitch-api';

const twitchId = z.string().min(1).max(100);

export const twitchBeginSignIn = operation('twitch.begin-sign-in', {
  title: 'Sign in to Twitch',
  description: 'Requests a sign-in code from Twitch',
  alsoCalled: ['login', 'log in', 'connect', 'authorize', 'account'],
  icon: 'sign-in',
  risk: 'none',
  tag: 'twitch',
  input: noInput,
  result: twitchSignInSchema,
  // Each call requests another code.
  idempotent: false,
  timeoutMs: signInTimeoutMs,
  route: { method: 'POST', path: '/twitch/sign-in' },
  target: signInPart,
  summary: () => 'Sign in to Twitch',
});

export const twitchCancelSignIn = operation('twitch.cancel-sign-in', {
  title: 'Cancel the sign-in to Twitch',
  description: 'Cancels a sign-in in progress',
  icon: 'sign-in',
  risk: 'none',
  tag: 'twitch',
  input: noInput,
  result: twitchSignInSchema,
  idempotent: true,
  timeoutMs: signInTimeoutMs,
  route: { method: 'DELETE', path: '/twitch/sign-in' },
  target: signInPart,
  summary: () => 'Cancel the sign-in to Twitch',
});

export const twitchSignOut = operation('twitch.sign-out', {
  title: 'Sign out of Twitch',
  description: 'Signs out and revokes the access on Twitch',
  alsoCalled: ['logout', 'log out', 'disconnect', 'account'],
  icon: 'sign-out',
  risk: 'visible',
  tag: 'twitch',
  input: noInput,
  result: twitchSignInSchema,
  idempotent: true,
  timeoutMs: signInTimeoutMs,
  route: { method: 'POST', path: '/twitch/sign-out' },
  target: signInPart,
  summary: () => 'Sign out of Twitch',
});

export const twitchSetChannel = operation('twitch.set-channel', {
  title: 'Change the title or the category',
  description: 'Changes the title, the category or both',
  alsoCalled: ['game', 'rename the stream', 'stream info'],
  icon: 'edit',
  risk: 'visible',
  tag: 'twitch',
  input: z
    .object({
      title: z
        .string()
        .trim()
        .min(1, 'A title needs some text')
        .check(atMostCharacters(platformLimits.twitch.title))
        .optional(),
      /** The name of the category on Twitch; empty for none. */
      category: z.string().trim().check(atMostCharacters(platformLimits.twitch.category)).optional(),
    })
    .refine(
      ({ title, category }) => title !== undefined || category !== undefined,
      'Pass the title, the category or both',
    ),
  result: twitchChannelSchema,
  idempotent: true,
  timeoutMs,
  route: { method: 'PATCH', path: '/twitch/channel' },
  target: apiPart,
  summary: ({ title, category }) => {
    if (title === undefined) return 'Change the category on Twitch';
    return category === undefined ? 'Change the title on Twitch' : 'Change the title and category on Twitch';
  },
  done: ({ title, category }) =>
    `Twitch shows “${isolate(title)}”${category ? ` in ${isolate(category.name)}` : ''}.`,
  undo: ({ title, category }, before: { readonly title: string; readonly category: string }) => {
    const back = {
      // Twitch refuses an empty title.
      ...(title !== undefined && title !== before.title && before.title !== '' && { title: before.title }),
      ...(category !== undefined && category !== before.category && { category: before.category }),
    };
    return Object.keys(back).length === 0 ? null : back;
  },
});

const whileItRuns = <T extends object>(input: T) => ({
  offers: (world: OperationWorld): readonly T[] => (world.isRunning(apiPart()) ? [input] : []),
});

/** Formats a position in the stream like the clock of the stream: `01:40:00`. */
const placeWords = (seconds: number): string => {
  const two = (count: number): string => String(count).padStart(2, '0');
  const whole = Math.floor(seconds);
  return `${two(Math.floor(whole / 3_600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
};

export const twitchCreateMarker = operation('twitch.create-marker', {
  title: 'Set a marker',
  description: 'Marks this moment of the live stream',
  alsoCalled: ['bookmark', 'timestamp', 'highlight'],
  icon: 'marker',
  risk: 'none',
  tag: 'twitch',
  input: z.object({
    description: z
      .string()
      .trim()
      .check(atMostCharacters(platformLimits.twitch.markerDescription))
      .default(''),
  }),
  result: z.object({ positionSeconds: z.number() }),
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/twitch/markers' },
  target: apiPart,
  summary: () => 'Set a marker in the stream',
  done: ({ positionSeconds }) => `Marker added at ${placeWords(positionSeconds)}.`,
  ...whileItRuns({ description: '' }),
});

export const twitchCreateClip = operation('twitch.create-clip', {
  title: 'Make a clip',
  description: 'Clips the last moments of the stream',
  alsoCalled: ['highlight'],
  icon: 'clip',
  risk: 'visible',
  tag: 'twitch',
  input: noInput,
  result: z.object({ id: z.string(), url: z.string() }),
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/twitch/clips' },
  target: apiPart,
  summary: () => 'Make a clip of the last moments',
  done: ({ url }) => `Twitch is creating the clip: ${url}`,
  ...whileItRuns({}),
});

const longestTimeOutSeconds = 1_209_600;
const reason = z.string().trim().check(atMostCharacters(platformLimits.twitch.moderationReason)).default('');

const moderationSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('delete-message'), messageId: twitchId }),
  z.object({
    action: z.literal('time-out'),
    userId: twitchId,
    seconds: z.coerce.number<number>().int().min(1).max(longestTimeOutSeconds),
    reason,
  }),
  z.object({ action: z.literal('ban'), userId: twitchId, reason }),
  /** Lifts a ban or a time-out. */
  z.object({ action: z.literal('unban'), userId: twitchId }),
]);
export type Moderation = z.output<typeof moderationSchema>;

/** Returns the name of a viewer: an id means nothing to people. */
const viewerWords = (userId: string, world: OperationWorld): string => {
  const chatter = world.chatterOf(userId);
  return chatter ? isolate(chatter.name) : 'a viewer';
};

/** Formats the length of a time-out. */
export const timeOutWords = (seconds: number): string =>
  seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;

const moderationWords = (input: Moderation, world: OperationWorld): string => {
  switch (input.action) {
    case 'delete-message':
      return 'Delete the message';
    case 'time-out':
      return `Time ${viewerWords(input.userId, world)} out for ${timeOutWords(input.seconds)}`;
    case 'ban':
      return `Ban ${viewerWords(input.userId, world)}`;
    case 'unban':
      return `Let ${viewerWords(input.userId, world)} write again`;
    default:
      return assertNever(input);
  }
};

export const twitchModerate = operation('twitch.moderate', {
  title: 'Moderate chat',
  description: 'Deletes a message, or times out, bans or unbans a viewer',
  alsoCalled: ['ban', 'unban', 'time out', 'timeout', 'delete message', 'viewer', 'kick', 'mute'],
  icon: 'moderate',
  risk: 'costly',
  tag: 'twitch',
  input: moderationSchema,
  result: sentenceResult,
  // A repeated time-out starts again from its full length; a repeated ban fails.
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/twitch/moderation' },
  // Never the viewer.
  keeps: ['action'],
  target: apiPart,
  control: (input) => (input.action === 'delete-message' ? input.messageId : input.userId),
  summary: moderationWords,
  confirmation: (input, world) => {
    if (input.action !== 'ban') return null;
    const chatter = world.chatterOf(input.userId);
    const who = chatter ? isolate(chatter.name) : 'This viewer';
    const words = `${who} will be banned from chat and their messages removed, until a moderator lifts the ban.`;
    const ban = moderationWords(input, world);
    return {
      title: ban,
      text: chatter ? `${words} Their newest message: “${isolate(chatter.said)}”` : words,
      yes: ban,
      no: 'Cancel',
    };
  },
  done: ({ message }) => message,
  undo: (input, _before: 'not-banned') =>
    input.action === 'ban' || input.action === 'time-out'
      ? { action: 'unban' as const, userId: input.userId }
      : null,
});

export const twitchSettleRedemption = operation('twitch.settle-redemption', {
  title: 'Settle a redemption',
  description: 'Fulfils a redemption or refunds its points',
  alsoCalled: ['reward', 'channel points', 'refund', 'fulfil', 'approve'],
  icon: 'reward',
  risk: 'visible',
  tag: 'twitch',
  input: z.object({ id: twitchId, rewardId: twitchId, outcome: z.enum(['fulfil', 'refund']) }),
  result: sentenceResult,
  // A second call fails: the redemption is settled.
  idempotent: false,
  timeoutMs,
  route: { method: 'POST', path: '/twitch/redemptions/{id}/settle' },
  keeps: ['outcome'],
  target: apiPart,
  control: ({ id }) => id,
  summary: ({ outcome }) => (outcome === 'fulfil' ? 'Fulfil the redemption' : 'Refund the points'),
  done: ({ message }) => message,
});

/** All operations on Twitch besides chat, in palette order. */
export const twitchOperations = [
  twitchCreateMarker,
  twitchCreateClip,
  twitchSetChannel,
  twitchModerate,
  twitchSettleRedemption,
  twitchBeginSignIn,
  twitchCancelSignIn,
  twitchSignOut,
] as const;
