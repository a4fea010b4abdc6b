import { afterEach, describe, expect, it } from 'vitest';
import type { Fault, Result } from '#shared/kernel/index.ts';
import { openAuthStage, type AuthStage } from './testing/auth-stage.ts';
import type { DeviceSignIn } from './device-sign-in.ts';
import type { SignedInAccount } from './token-store.ts';

let stage: AuthStage | undefined;
afterEach(() => stage?.[Symbol.asyncDispose]());

const begin = async (): Promise<{ open: AuthStage; signIn: DeviceSignIn }> => {
  const open = await openAuthStage({ signedIn: false });
  stage = open;
  const started = await open.auth.startSignIn();
  if (!started.ok) throw started.error;
  return { open, signIn: started.value };
};

/** Advances time until the sign-in has ended. */
const ending = async (
  open: AuthStage,
  signIn: DeviceSignIn,
  forMs: number,
): Promise<Result<SignedInAccount, Fault> | null> => {
  let ended: Result<SignedInAccount, Fault> | null = null;
  void signIn.finished.then((result) => (ended = result));
  await open.pass(forMs, 5_000, () => ended !== null);
  return ended;
};

describe('sign-in by device code', () => {
  it('shows a code, waits until it is entered, and saves the account', async () => {
    const { open, signIn } = await begin();
    expect(signIn.userCode).toMatch(/^[A-Z0-9]{8}$/);
    expect(signIn.verificationUri).toContain(signIn.userCode);
    expect(signIn.expiresAt).toBe(open.clock.now() + 1_800_000);
    await open.pass(15_000, 5_000);
    expect(open.calls('POST oauth2/token')).toBe(3);
    expect(open.store.saved).toBeNull();
    open.server.activate(signIn.userCode, true);
    const ended = await ending(open, signIn, 10_000);
    expect(ended).toMatchObject({ ok: true, value: { login: 'lantern_cove_rehearsal' } });
    expect(open.store.saved).toMatchObject({ login: 'lantern_cove_rehearsal' });
    const token = await open.auth.current();
    expect(token).toMatchObject({ ok: true, value: { accessToken: open.store.saved?.accessToken } });
  });

  it('polls more slowly when Twitch requests it', async () => {
    const { open } = await begin();
    open.server.faults.slowDownPolls = 1;
    await open.pass(5_000, 5_000);
    await open.pass(5_000, 5_000);
    expect(open.calls('POST oauth2/token')).toBe(1);
    await open.pass(5_000, 5_000);
    expect(open.calls('POST oauth2/token')).toBe(2);
  });

  it('reports a declined sign-in, and stops polling', async () => {
    const { open, signIn } = await begin();
    open.server.activate(signIn.userCode, false);
    const ended = await ending(open, signIn, 10_000);
    expect(ended).toMatchObject({ ok: false, error: { code: 'twitch.sign-in-denied' } });
    const polls = open.calls('POST oauth2/token');
    await open.pass(20_000, 5_000);
    expect(open.calls('POST oauth2/token')).toBe(polls);
  });

  it('polls until the code expires', async () => {
    const { open, signIn } = await begin();
    open.server.faults.slowDownPolls = 20;
    const ended = await ending(open, signIn, 1_800_000);
    expect(ended).toMatchObject({ ok: false, error: { code: 'twitch.code-expired' } });
    expect(open.clock.pending).toBe(0);
  });

  it('survives an outage of Twitch in between', async () => {
    const { open, signIn } = await begin();
    open.server.faults.failTokens = 500;
    await open.pass(20_000, 5_000);
    expect(signIn.trouble).toMatchObject({ code: 'twitch.unavailable', kind: 'transient' });
    open.server.faults.failTokens = null;
    open.server.faults.failValidation = 503;
    open.server.activate(signIn.userCode, true);
    await open.pass(10_000, 5_000);
    expect(open.store.saved).toBeNull();
    open.server.faults.failValidation = null;
    const ended = await ending(open, signIn, 20_000);
    expect(ended).toMatchObject({ ok: true });
  });

  it('is cancelled by a second sign-in, which leaves one poll on the wire', async () => {
    const { open, signIn } = await begin();
    const second = await open.auth.startSignIn();
    expect(await signIn.finished).toMatchObject({ ok: false, error: { code: 'twitch.sign-in-cancelled' } });
    expect(second.ok && second.value.userCode).not.toBe(signIn.userCode);
    await open.pass(5_000, 5_000);
    expect(open.calls('POST oauth2/token')).toBe(1);
  });

  it('requires a client id, and explains where to get one', async () => {
    const { createTwitchAuth } = await import('./twitch-auth.ts');
    const open = await openAuthStage();
    stage = open;
    const auth = createTwitchAuth({ clientId: ' ', store: open.store, clock: open.clock });
    expect(await auth.startSignIn()).toMatchObject({
      ok: false,
      error: { code: 'twitch.client-missing', kind: 'configuration' },
    });
    await expect(open.harness.start(auth)).rejects.toMatchObject({ code: 'twitch.client-missing' });
  });
});
