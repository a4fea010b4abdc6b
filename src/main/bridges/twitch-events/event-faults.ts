import { Fault } from '#shared/kernel/index.ts';
import { platformOf } from '#shared/model/index.ts';
import { unreachable } from '../twitch-http/index.ts';

const { settingsPath } = platformOf('twitch');

export const eventLinkSilent = (silentMs: number): Fault =>
  unreachable(
    `Twitch events disconnected. Nothing has arrived for ${Math.round(silentMs / 1_000)} s, not even a keepalive. Reconnecting.`,
  );

export const notWelcomed = (limitMs: number): Fault =>
  unreachable(`Twitch events didn’t connect within ${limitMs / 1_000} s.`);

/** Returns the fault of a requested move to an unreachable server, after the old connection has ended. */
export const moveFailed = (reason: string): Fault =>
  new Fault(
    'twitch.events-move-failed',
    `Twitch moved the events to another server, which isn’t responding (${reason}). Reconnecting.`,
    { kind: 'transient', retryAfterMs: 0, action: { kind: 'retry', label: 'Reconnect' } },
  );

const closeWords: Readonly<Record<number, string>> = {
  4000: 'Twitch had an internal error',
  4001: 'Twitch reported unexpected traffic from Cuelight',
  4002: 'ping answers did not arrive',
  4003: 'no subscription was created in time',
  4004: 'the move to another server took too long',
  4005: 'the network timed out',
  4006: 'the network failed',
  4007: 'the reconnect address was invalid',
};

export const eventsClosed = (code: number): Fault =>
  unreachable(`Twitch events disconnected: ${closeWords[code] ?? `code ${code}`}. Reconnecting.`);

export const eventsRevoked = (status: string): Fault =>
  new Fault(
    'twitch.events-revoked',
    `Twitch access was revoked (${status.slice(0, 60).replaceAll('_', ' ')}). Follows, subs and raids are not coming in. Sign in to Twitch again.`,
    {
      kind: 'authentication',
      action: { kind: 'sign-in', label: 'Sign in to Twitch again', target: settingsPath },
    },
  );

export const nothingAllowed = (): Fault =>
  new Fault(
    'twitch.events-not-permitted',
    'This account isn’t allowed to receive any events of the channel. Sign in again and allow everything.',
    {
      kind: 'authentication',
      action: { kind: 'sign-in', label: 'Sign in to Twitch again', target: settingsPath },
    },
  );

/** Returns the fault of subscriptions that Twitch no longer delivers; `what` names them for people. */
export const sessionForgotten = (what: readonly string[]): Fault =>
  new Fault(
    'twitch.events-forgotten',
    `Twitch stopped delivering ${what.join(', ')} on this connection. Reconnecting.`,
    { kind: 'transient', retryAfterMs: 0, action: { kind: 'retry', label: 'Reconnect' } },
  );
