import { Fault, type FaultAction, foreignWords, isolate } from '#shared/kernel/index.ts';
import { platformOf } from '#shared/model/index.ts';

const { settingsPath } = platformOf('twitch');

const signIn: FaultAction = { kind: 'sign-in', label: 'Sign in to Twitch', target: settingsPath };

export const signedOut = (): Fault =>
  new Fault('twitch.signed-out', 'Not signed in to Twitch. Sign in to connect.', {
    kind: 'authentication',
    action: signIn,
    notSetUp: true,
  });

/** Returns the fault of a permission that the account revoked, as reported by Twitch. */
export const signInRevoked = (cause?: unknown): Fault =>
  new Fault(
    'twitch.sign-in-over',
    'Twitch access was revoked. Follows, subs and raids are not coming in. Sign in to Twitch again.',
    { kind: 'authentication', action: { ...signIn, label: 'Sign in to Twitch again' }, cause },
  );

/** Returns the fault of a sign-in that ended for good: revoked, or its refresh token was refused. */
export const signInOver = (login: string, cause?: unknown): Fault =>
  new Fault(
    'twitch.sign-in-over',
    `Twitch ended the sign-in of ${login}. Access was revoked, the password was changed, or it was not used for 30 days. Sign in to Twitch again.`,
    { kind: 'authentication', action: { ...signIn, label: 'Sign in to Twitch again' }, cause },
  );

/** Returns the fault of a new token that Twitch refuses. */
export const freshTokenRefused = (login: string): Fault =>
  new Fault(
    'twitch.sign-in-refused',
    `Twitch refused the token of ${login} right after its renewal. Sign in again and allow everything.`,
    { kind: 'authentication', action: { ...signIn, label: 'Sign in to Twitch again' } },
  );

export const clientRefused = (words: string): Fault =>
  new Fault(
    'twitch.client-refused',
    `Twitch refused the client ID (“${isolate(foreignWords(words))}”). It must belong to an application of the type “Public”. Check it in the settings.`,
    {
      kind: 'configuration',
      action: { kind: 'open-settings', label: 'Check the Twitch client ID', target: settingsPath },
    },
  );

export const clientMissing = (): Fault =>
  new Fault(
    'twitch.client-missing',
    'No Twitch client ID is set. Create an application of the type “Public” at dev.twitch.tv and enter its client ID.',
    {
      kind: 'configuration',
      action: { kind: 'open-settings', label: 'Enter the Twitch client ID', target: settingsPath },
      notSetUp: true,
    },
  );

/** Returns the fault of an outage at Twitch, which says nothing about the sign-in. */
export const twitchInTrouble = (status: number, retryAfterMs?: number): Fault =>
  new Fault(
    'twitch.unavailable',
    `Twitch can’t check sign-ins right now (HTTP ${status}). Your sign-in is kept and retried automatically.`,
    {
      kind: 'transient',
      action: { kind: 'retry', label: 'Retry now' },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  );

export const tokenNotSaved = (cause: unknown): Fault =>
  new Fault(
    'twitch.token-not-saved',
    'The new Twitch token can’t be saved, so it isn’t used yet. Free some disk space, or unlock the keychain.',
    { kind: 'transient', action: { kind: 'retry', label: 'Save again' }, cause },
  );

export const codeExpired = (): Fault =>
  new Fault('twitch.code-expired', 'The sign-in code wasn’t entered in time. Start again for a new code.', {
    kind: 'authentication',
    action: signIn,
  });

export const signInDenied = (): Fault =>
  new Fault('twitch.sign-in-denied', 'The sign-in was declined at Twitch. Start again to allow it.', {
    kind: 'authentication',
    action: signIn,
  });

export const signInCancelled = (): Fault =>
  new Fault('twitch.sign-in-cancelled', 'The sign-in was cancelled.', {
    kind: 'authentication',
    action: signIn,
  });

/**
 * Returns the fault of a refused refresh token while the access token still works. The cause may be an outage
 * at Twitch.
 */
export const refreshRefused = (login: string, lifeMs: number): Fault =>
  new Fault(
    'twitch.refresh-refused',
    `Twitch refused to renew the sign-in of ${login}. The current token works for another ${Math.round(lifeMs / 60_000)} min. Sign in again before the show.`,
    { kind: 'transient', action: { ...signIn, label: 'Sign in to Twitch again' } },
  );
