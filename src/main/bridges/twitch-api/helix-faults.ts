import { Fault, foreignWords, isolate } from '#shared/kernel/index.ts';
import { platformOf } from '#shared/model/index.ts';
import type { HttpAnswer } from '../twitch-http/index.ts';

const { settingsPath } = platformOf('twitch');

const quoted = (words: string): string =>
  words === '' ? '' : ` Twitch says: "${isolate(foreignWords(words))}"`;

export const rateLimited = (waitMs: number): Fault =>
  new Fault(
    'twitch.rate-limited',
    `Twitch allows no more calls for ${Math.max(1, Math.ceil(waitMs / 1_000))} s because too many were made.`,
    {
      kind: 'transient',
      retryAfterMs: Math.max(0, Math.ceil(waitMs)),
      action: { kind: 'retry', label: 'Retry now' },
    },
  );

export const notPermitted = (what: string, words: string): Fault =>
  new Fault(
    'twitch.not-permitted',
    `This account isn’t allowed to ${what}.${quoted(words)} Sign in again and allow everything, or make the account a moderator.`,
    {
      kind: 'authentication',
      action: { kind: 'sign-in', label: 'Sign in to Twitch again', target: settingsPath },
    },
  );

export const unreadableAnswer = (what: string): Fault =>
  new Fault(
    'twitch.answer-unreadable',
    `Twitch sent an unexpected answer to the request to ${what}. The outcome is unknown.`,
    { kind: 'transient', action: { kind: 'retry', label: 'Retry now' } },
  );

export const channelUnknown = (login: string): Fault =>
  new Fault(
    'twitch.channel-unknown',
    `The Twitch channel “${isolate(login)}” doesn’t exist. Check its name.`,
    {
      kind: 'configuration',
      action: { kind: 'open-settings', label: 'Check the Twitch channel', target: settingsPath },
    },
  );

export const notFoundYet = (): Fault =>
  new Fault('twitch.not-connected', 'Twitch isn’t connected, so nothing was changed.', {
    kind: 'dependency',
  });

const refusedCodes: Readonly<Record<number, string>> = {
  404: 'twitch.not-found',
  409: 'twitch.exists-already',
};

/** Returns the fault of a refusal by Helix. `waitMs` is the remaining rate limit after a 429. */
export const faultOfHelixAnswer = (answer: HttpAnswer, what: string, waitMs: number): Fault => {
  const { status, message } = answer;
  if (status === 429) return rateLimited(waitMs);
  if (status >= 500) {
    return new Fault(
      'twitch.unavailable',
      `Twitch couldn’t ${what} (HTTP ${status}). Try again in a moment.`,
      {
        kind: 'transient',
        action: { kind: 'retry', label: 'Retry now' },
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
