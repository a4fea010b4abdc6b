import { err, ok, sleep, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import { codeExpired, freshTokenRefused, signInCancelled } from './auth-faults.ts';
import type { DeviceCode, OAuthClient, TokenPair } from './oauth-client.ts';
import type { TokenKeeper } from './token-keeper.ts';
import type { SignedInAccount } from './token-store.ts';

/** Added wait between two polls after Twitch's "slow down" (RFC 8628). */
const slowDownMs = 5_000;

/** A sign-in in progress: the code to show, and its outcome. */
export interface DeviceSignIn {
  /** The code to enter at {@link verificationUri}, which may contain it already. */
  readonly userCode: string;
  readonly verificationUri: string;
  /** Expiry of the code, epoch milliseconds. */
  readonly expiresAt: number;
  /**
   * Settles when the person allowed or declined, the code expired, or the sign-in was cancelled. Never
   * rejects.
   */
  readonly finished: Promise<Result<SignedInAccount, Fault>>;
  /** The fault of the last failed poll, while the code stays valid; null while Twitch answers. */
  readonly trouble: Fault | null;
  cancel(): void;
}

interface SignInParts {
  readonly oauth: OAuthClient;
  readonly keeper: TokenKeeper;
  readonly clock: Clock;
  readonly scopes: readonly string[];
  readonly signal: AbortSignal;
  readonly onTrouble: (trouble: Fault | null) => void;
}

/** Polls until Twitch decides. An outage in between only costs time, as long as the code is valid. */
const waitForApproval = async (parts: SignInParts, code: DeviceCode): Promise<Result<TokenPair, Fault>> => {
  const { oauth, clock, scopes, signal } = parts;
  const endsAt = clock.monotonic() + code.expiresInMs;
  let waitMs = code.intervalMs;
  while (clock.monotonic() + waitMs <= endsAt) {
    await sleep(clock, waitMs, signal);
    const polled = await oauth.pollDevice(code.deviceCode, scopes, signal);
    parts.onTrouble(polled.ok ? null : polled.error);
    if (polled.ok) {
      if (polled.value.state === 'approved') return ok(polled.value.pair);
      if (polled.value.state === 'slow-down') waitMs += slowDownMs;
    } else if (polled.error.kind !== 'transient') {
      return polled;
    }
  }
  return err(codeExpired());
};

/** Reads and saves the signed-in account. The code is used up by now, so a failure here is retried. */
const settle = async (
  parts: SignInParts,
  code: DeviceCode,
  pair: TokenPair,
): Promise<Result<SignedInAccount, Fault>> => {
  const endsAt = parts.clock.monotonic() + code.expiresInMs;
  for (;;) {
    const valid = await parts.oauth.validate(pair.accessToken);
    const adopted = valid.ok && valid.value ? await parts.keeper.adopt(pair, valid.value) : valid;
    if (adopted.ok) {
      if (adopted.value === null) return err(freshTokenRefused('this account'));
      const { userId, login, scopes } = adopted.value;
      return ok({ userId, login, scopes: [...scopes] });
    }
    parts.onTrouble(adopted.error);
    if (adopted.error.kind !== 'transient' || parts.clock.monotonic() + code.intervalMs > endsAt)
      return adopted;
    await sleep(parts.clock, code.intervalMs, parts.signal);
  }
};

/** Requests a code from Twitch and waits in the background until the person enters it. */
export const startDeviceSignIn = async (
  parts: Omit<SignInParts, 'signal' | 'onTrouble'>,
): Promise<Result<DeviceSignIn, Fault>> => {
  const code = await parts.oauth.openDevice(parts.scopes);
  if (!code.ok) return code;
  const controller = new AbortController();
  let trouble: Fault | null = null;
  const whole: SignInParts = {
    ...parts,
    signal: controller.signal,
    onTrouble: (next) => {
      trouble = next;
    },
  };
  const run = async (): Promise<Result<SignedInAccount, Fault>> => {
    try {
      const pair = await waitForApproval(whole, code.value);
      return pair.ok ? await settle(whole, code.value, pair.value) : pair;
    } catch (thrown) {
      if (controller.signal.aborted) return err(signInCancelled());
      throw thrown;
    }
  };
  return ok({
    userCode: code.value.userCode,
    verificationUri: code.value.verificationUri,
    expiresAt: parts.clock.now() + code.value.expiresInMs,
    finished: run(),
    get trouble() {
      return trouble;
    },
    cancel: () => controller.abort(signInCancelled()),
  });
};
