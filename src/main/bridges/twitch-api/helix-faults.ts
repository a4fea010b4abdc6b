import { Fault, foreignWords, isolate } from '#shared/kernel/index.ts';
import { platformOf } from '#shared/model/index.ts';
import type { HttpAnswer } from '../twitch-http/index.ts';

const { settingsPath } = platformOf('twitch');

const quoted = (words: string): string =>
  words === '' ? '' : ` Twitch says: "${isolate(foreignWords(words))}"`;

export const rateLimited = (waitMs: number): Fault =>
  new Fault(
    'twitch.rate-limited',
    `Twitch takes no more calls for ${Math.max(1, Math.ceil(waitMs / 1_000))} s: too many were made.`,
    {
      kind: 'transient',
      retryAfterMs: Math.max(0, Math.ceil(waitMs)),
      action: { kind: 'retry', label: 'Try again then' },
    },
  );

export const notPermitted = (what: string, words: string): Fault =>
  new Fault(
    'twitch.not-permitted',
    `The account may not ${what}.${quoted(words)} Sign in again and allow it, or make the account a moderator.`,
    {
      kind: 'authentication',
      action: { kind: 'sign-in', label: 'Sign in to Twitch again', target: settingsPath },
    },
  );

export const unreadableAnswer = (what: string): Fault =>
  new Fault(
    'twitch.answer-unreadable',
    `Twitch answered with something unexpected when asked to ${what}. Nothing is known of the outcome.`,
    { kind: 'transient', action: { kind: 'retry', label: 'Ask Twitch again' } },
  );

export const channelUnknown = (login: string): Fault =>
  new Fault(
    'twitch.channel-unknown',
    `Twitch knows no channel "${isolate(login)}". Check the channel's name.`,
    {
      kind: 'configuration',
      action: { kind: 'open-settings', label: 'Check the Twitch channel', target: settingsPath },
    },
  );

export const notFoundYet = (): Fault =>
  new Fault('twitch.not-connected', 'Twitch is not connected, so nothing was done.', { kind: 'dependency' });

const refusedCodes: Readonly<Record<number, string>> = {
  404: 'twitch.not-found',
  409: 'twitch.exists-already',
};

/** A refusal of Helix in words. `waitMs` is how long the rate limit lasts, where one was hit. */
export const faultOfHelixAnswer = (answer: HttpAnswer, what: string, waitMs: number): Fault => {
  const { status, message } = answer;
  if (status === 429) return rateLimited(waitMs);
  if (status >= 500) {
    return new Fault(
      'twitch.unavailable',
      `Twitch could not ${what} (HTTP ${status}). Try again in a moment.`,
      {
        kind: 'transient',
        action: { kind: 'retry', label: 'Try Twitch again' },
      },
    );
  }
  if (status === 401 || status === 403) return notPermitted(what, message);
  return new Fault(
    refusedCodes[status] ?? 'twitch.request-refused',
    `Twitch refused to ${what}.${quoted(message) || ` (HTTP ${status})`}`,
    { kind: 'configuration', details: { status }, ...(status === 404 && { status: 'not-found' as const }) },
  );
};
