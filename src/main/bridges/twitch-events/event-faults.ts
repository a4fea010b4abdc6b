import { Fault } from '#shared/kernel/index.ts';
import { platformOf } from '#shared/model/index.ts';
import { unreachable } from '../twitch-http/index.ts';

const { settingsPath } = platformOf('twitch');

export const eventLinkSilent = (silentMs: number): Fault =>
  unreachable(
    `Twitch's events have been silent for ${Math.round(silentMs / 1_000)} s, without even a keepalive. A new connection is made.`,
  );

export const notWelcomed = (limitMs: number): Fault =>
  unreachable(`Twitch's events did not welcome us within ${limitMs / 1_000} s.`);

/** The address that Twitch told us to move to leads nowhere, and the old connection's time is over. */
export const moveFailed = (reason: string): Fault =>
  new Fault(
    'twitch.events-move-failed',
    `Twitch asked to move the events to another server, which does not answer (${reason}). A fresh connection is made.`,
    { kind: 'transient', retryAfterMs: 0, action: { kind: 'retry', label: 'Connect again' } },
  );

const closeWords: Readonly<Record<number, string>> = {
  4000: 'Twitch had an error of its own',
  4001: 'Twitch says that we sent something',
  4002: 'our answers to pings did not arrive',
  4003: 'no subscription was made in time',
  4004: 'the time for moving to another server was over',
  4005: 'the network timed out',
  4006: 'the network failed',
  4007: 'the address to reconnect to was not valid',
};

export const eventsClosed = (code: number): Fault =>
  unreachable(`Twitch closed the events: ${closeWords[code] ?? `code ${code}`}. A new connection is made.`);

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
    'Twitch lets this account hear none of the events of the channel. Sign in again and allow what is asked for.',
    {
      kind: 'authentication',
      action: { kind: 'sign-in', label: 'Sign in to Twitch again', target: settingsPath },
    },
  );

/** Twitch does not deliver what it was subscribed to; `what` names it in words for people. */
export const sessionForgotten = (what: readonly string[]): Fault =>
  new Fault(
    'twitch.events-forgotten',
    `Twitch says that it does not tell this connection of ${what.join(', ')} any more, although it is open. A fresh one is made.`,
    { kind: 'transient', retryAfterMs: 0, action: { kind: 'retry', label: 'Connect again' } },
  );
