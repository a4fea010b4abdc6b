import { afterEach, describe, expect, it } from 'vitest';
import { openAuthStage, type AuthStage } from './testing/auth-stage.ts';

const hourMs = 3_600_000;

let stage: AuthStage | undefined;
afterEach(() => stage?.[Symbol.asyncDispose]());

const open = async (options?: { signedIn?: boolean }): Promise<AuthStage> =>
  (stage = await openAuthStage(options));

const refreshes = (open: AuthStage): number => open.server.tokens.refreshes;

describe('twitch sign-in', () => {
  it('validates at start and reports the account', async () => {
    const { auth, harness, calls } = await open();
    const life = await harness.start(auth);
    expect(calls('GET oauth2/validate')).toBe(1);
    expect(harness.conditions.get('Authenticated')).toMatchObject({ status: 'true', reason: 'Validated' });
    expect(harness.conditions.get('Permitted')).toMatchObject({ status: 'true' });
    expect(auth.getStatus?.()).toMatchObject({ account: 'lantern_cove_rehearsal' });
    expect(JSON.stringify(auth.getStatus?.())).not.toContain(stage?.store.saved?.accessToken);
    expect(await life.stop()).toEqual([]);
    expect(stage?.clock.pending).toBe(0);
  });

  it('requires a sign-in when not signed in', async () => {
    const { auth, harness } = await open({ signedIn: false });
    await expect(harness.start(auth)).rejects.toMatchObject({
      code: 'twitch.signed-out',
      kind: 'authentication',
      action: { kind: 'sign-in' },
    });
  });

  it('lists the missing permissions', async () => {
    const opened = await open();
    const { auth, harness, server, store } = opened;
    const narrow = server.tokens.issue(server.world.account, ['chat:read']);
    if (!store.saved) throw new Error('not signed in');
    store.saved = { ...store.saved, accessToken: narrow.accessToken, refreshToken: narrow.refreshToken };
    await harness.start(auth);
    expect(harness.conditions.get('Permitted')).toMatchObject({ status: 'false', severity: 'degraded' });
    expect(harness.conditions.get('Permitted')?.message).toContain('user:write:chat');
  });

  it('predicts whether the sign-in lasts for a long show', async () => {
    const opened = await open();
    const { auth, harness, server, clock } = opened;
    await harness.start(auth);
    const holds = async () => (await auth.getHealth?.(new AbortController().signal))?.[0];
    expect(await holds()).toMatchObject({ type: 'HoldsForShow', status: 'true' });
    expect(auth.forecast(clock.now() + 31 * 24 * hourMs)).toMatchObject({ holds: false });
    server.faults.failTokens = 500;
    await opened.pass(5 * hourMs, 60_000, () => harness.conditions.get('Renewable')?.status === 'false');
    expect(await holds()).toMatchObject({ status: 'false', severity: 'degraded', reason: 'EndsBefore' });
  });

  it('deletes the token locally before it is revoked at Twitch', async () => {
    const { auth, harness, store } = await open();
    const life = await harness.start(auth);
    const order: string[] = [];
    auth.onChanged((account) => order.push(account === null ? 'wiped' : 'kept'));
    expect(await auth.signOut()).toEqual({ ok: true, value: undefined });
    expect(order).toEqual(['wiped']);
    expect(store.saved).toBeNull();
    expect(life.failure).toMatchObject({ code: 'twitch.signed-out' });
    expect(harness.events.find(({ topic }) => topic === 'twitch.signed-out')?.message).toBe(
      'Signed out of Twitch.',
    );
  });

  it('validates every hour, and renews before the token ends', async () => {
    const opened = await open();
    const life = await opened.harness.start(opened.auth);
    await opened.pass(2 * hourMs, 60_000);
    expect(opened.calls('GET oauth2/validate')).toBe(3);
    const first = opened.store.saved?.accessToken;
    await opened.pass(2.2 * hourMs, 60_000);
    expect(refreshes(opened)).toBe(1);
    expect(opened.store.saved?.accessToken).not.toBe(first);
    expect(life.failure).toBeUndefined();
  });

  it('distinguishes an outage of Twitch from a required sign-in', async () => {
    const { auth, harness, server, store } = await open();
    server.faults.failValidation = 503;
    await expect(harness.start(auth)).rejects.toMatchObject({
      code: 'twitch.unavailable',
      kind: 'transient',
    });
    server.faults.failValidation = null;
    server.faults.captivePortal = true;
    await expect(harness.start(auth)).rejects.toMatchObject({
      code: 'twitch.unreachable',
      kind: 'transient',
    });
    server.faults.captivePortal = false;
    server.faults.refuseConnections = true;
    await expect(harness.start(auth)).rejects.toMatchObject({
      code: 'twitch.unreachable',
      kind: 'transient',
    });
    server.faults.refuseConnections = false;
    expect(store.saved).not.toBeNull();
    await harness.start(auth);
    expect(harness.conditions.get('Authenticated')?.status).toBe('true');
  });

  it('signs out: revokes at Twitch, clears the store and stops the component', async () => {
    const { auth, harness, server, store } = await open();
    const life = await harness.start(auth);
    expect(await auth.signOut()).toEqual({ ok: true, value: undefined });
    expect(store.saved).toBeNull();
    expect(server.tokens.issued.every((token) => token.accessVoid)).toBe(true);
    expect(life.failure).toMatchObject({ code: 'twitch.signed-out' });
    expect(auth.account).toBeNull();
  });

  it('predicts whether the sign-in lasts through the show', async () => {
    const opened = await open();
    const { auth, clock, harness } = opened;
    await harness.start(auth);
    expect(auth.forecast(clock.now() + 8 * hourMs)).toMatchObject({ holds: true });
    expect(auth.forecast(clock.now() + 31 * 24 * hourMs)).toMatchObject({ holds: false });
    opened.server.faults.failTokens = 500;
    await opened.pass(4 * hourMs, 60_000, () => harness.conditions.get('Renewable')?.status === 'false');
    const forecast = auth.forecast(clock.now() + hourMs);
    expect(forecast.holds).toBe(false);
    expect(forecast.message).toContain('can’t be renewed');
  });
});

describe('F9: a refused token that cannot be renewed', () => {
  it('is reported within half a minute, whatever its remaining lifetime, and so is its renewal', async () => {
    const opened = await open();
    const { auth, harness, server } = opened;
    const life = await harness.start(auth);
    const first = await auth.current();
    if (!first.ok) throw first.error;
    server.faults.failTokens = 500;
    server.faults.expireAccessTokens();
    expect(await auth.replace(first.value.accessToken)).toMatchObject({ ok: false });
    await opened.pass(30_000, 1_000);
    expect(harness.conditions.get('Renewable')).toMatchObject({
      status: 'false',
      severity: 'degraded',
      message: expect.stringContaining('retried automatically'),
    });
    server.faults.failTokens = null;
    // A bridge that uses the token may renew it first.
    expect(await auth.replace(first.value.accessToken)).toMatchObject({ ok: true });
    await opened.pass(30_000, 1_000);
    expect(harness.conditions.get('Renewable')?.status).toBe('true');
    expect(harness.topics()).toContain('twitch.sign-in-renewed');
    expect(life.failure).toBeUndefined();
  });

  it('is retried with backoff, and renewed automatically', async () => {
    const opened = await open();
    const { auth, harness, server } = opened;
    await harness.start(auth);
    const first = await auth.current();
    if (!first.ok) throw first.error;
    server.faults.failTokens = 500;
    server.faults.expireAccessTokens();
    await auth.replace(first.value.accessToken);
    const before = opened.calls('POST oauth2/token');
    await opened.pass(300_000, 1_000);
    const tries = opened.calls('POST oauth2/token') - before;
    expect(tries).toBeGreaterThanOrEqual(2);
    expect(tries).toBeLessThanOrEqual(6);
    server.faults.failTokens = null;
    await opened.pass(300_000, 1_000, () => refreshes(opened) > 0);
    expect(refreshes(opened)).toBe(1);
    expect(harness.conditions.get('Renewable')?.status).toBe('true');
  });
});

describe('F7: the token is refused', () => {
  it('is renewed once; a second refusal requires a sign-in, without a loop', async () => {
    const opened = await open();
    const { auth, server } = opened;
    const first = await auth.current();
    if (!first.ok) throw first.error;
    server.faults.expireAccessTokens();
    const second = await auth.replace(first.value.accessToken);
    if (!second.ok) throw second.error;
    expect(second.value.accessToken).not.toBe(first.value.accessToken);
    const third = await auth.replace(second.value.accessToken);
    expect(third).toMatchObject({
      ok: false,
      error: { code: 'twitch.sign-in-refused', kind: 'authentication' },
    });
    expect(refreshes(opened)).toBe(1);
  });
});

describe('F8: the permission is revoked while connected', () => {
  it('is detected by the hourly validation: ended, deleted and reported once', async () => {
    const opened = await open();
    const { auth, harness, server, store } = opened;
    const ends: (string | undefined)[] = [];
    auth.onChanged((account, reason) => ends.push(account === null ? reason?.code : 'signed-in'));
    const life = await harness.start(auth);
    server.faults.revokeAuthorization();
    await opened.pass(hourMs + 60_000, 30_000, () => life.failure !== undefined);
    expect(life.failure).toMatchObject({ code: 'twitch.sign-in-over', kind: 'authentication' });
    expect(store.saved).toBeNull();
    expect(ends).toEqual(['twitch.sign-in-over']);
    expect(harness.topics('twitch.signed-out')).toHaveLength(1);
    expect(harness.conditions.get('Authenticated')).toMatchObject({ status: 'false', reason: 'SignInOver' });
    expect(await auth.current()).toMatchObject({ ok: false, error: { code: 'twitch.signed-out' } });
  });
});

describe('a revocation that Twitch reports on another connection', () => {
  it('marks the sign-in as unhealthy immediately, and ends it when Twitch refuses the token', async () => {
    const opened = await open();
    const { auth, harness, server, store } = opened;
    const life = await harness.start(auth);
    server.faults.revokeAuthorization();
    auth.revoked();
    expect(harness.conditions.get('Authenticated')).toMatchObject({ status: 'false', reason: 'SignInOver' });
    await opened.pass(60_000, 1_000, () => life.failure !== undefined);
    expect(life.failure).toMatchObject({
      code: 'twitch.sign-in-over',
      kind: 'authentication',
      message: expect.stringContaining('Twitch access was revoked.'),
    });
    expect(store.saved).toBeNull();
  });

  it('counts until Twitch can be asked again', async () => {
    const opened = await open();
    const { auth, harness, server } = opened;
    const life = await harness.start(auth);
    server.faults.refuseConnections = true;
    auth.revoked();
    await opened.pass(120_000, 1_000);
    expect(harness.conditions.get('Authenticated')?.status).toBe('false');
    expect(life.failure).toBeUndefined();
    server.faults.refuseConnections = false;
    await opened.pass(600_000, 5_000, () => harness.conditions.get('Authenticated')?.status === 'true');
    // Twitch confirms the token after all.
    expect(harness.conditions.get('Authenticated')).toMatchObject({ status: 'true', reason: 'Validated' });
  });
});

describe('F9: the refresh endpoint answers 500 for five minutes', () => {
  it('keeps the working token, backs off, and recovers automatically', async () => {
    const opened = await open();
    const { auth, harness, server } = opened;
    const life = await harness.start(auth);
    const before = opened.store.saved?.accessToken;
    server.faults.failTokens = 500;
    const tokenCalls = (): number => opened.calls('POST oauth2/token');
    await opened.pass(5 * hourMs, 30_000, () => tokenCalls() > 0);
    const start = opened.clock.monotonic();
    await opened.pass(300_000, 30_000);
    expect(life.failure).toBeUndefined();
    expect(tokenCalls()).toBeLessThanOrEqual(6);
    expect(harness.conditions.get('Renewable')).toMatchObject({ status: 'false', severity: 'degraded' });
    expect(harness.conditions.get('Authenticated')?.status).toBe('true');
    expect(await auth.current()).toMatchObject({ ok: true, value: { accessToken: before } });
    server.faults.failTokens = null;
    await opened.pass(300_000, 30_000, () => harness.conditions.get('Renewable')?.status === 'true');
    expect(harness.conditions.get('Renewable')?.status).toBe('true');
    expect(opened.clock.monotonic() - start).toBeLessThanOrEqual(600_000);
    expect(harness.topics('twitch.sign-in-renewed')).toHaveLength(1);
    expect(opened.store.saved?.accessToken).not.toBe(before);
  });

  it('fails with a transient fault once the token has expired', async () => {
    const opened = await open();
    const life = await opened.harness.start(opened.auth);
    opened.server.faults.failTokens = 500;
    await opened.pass(5 * hourMs, 60_000, () => life.failure !== undefined);
    expect(life.failure).toMatchObject({ code: 'twitch.unavailable', kind: 'transient' });
    expect(opened.store.saved).not.toBeNull();
  });
});

describe('F10: two refreshes at once', () => {
  it('are one request on the wire, and both get the same pair', async () => {
    const opened = await open();
    const first = await opened.auth.current();
    if (!first.ok) throw first.error;
    opened.server.faults.expireAccessTokens();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => opened.auth.replace(first.value.accessToken)),
    );
    expect(refreshes(opened)).toBe(1);
    expect(new Set(answers.map((answer) => answer.ok && answer.value.accessToken)).size).toBe(1);
    expect(await opened.auth.replace(first.value.accessToken)).toEqual(answers[0]);
    expect(refreshes(opened)).toBe(1);
  });
});

describe('F33: a crash between receiving and storing a rotated token', () => {
  it('saves a pair before it is used', async () => {
    const opened = await open();
    const { auth, store, server } = opened;
    const first = await auth.current();
    if (!first.ok) throw first.error;
    server.faults.expireAccessTokens();
    store.full = true;
    expect(await auth.replace(first.value.accessToken)).toMatchObject({
      ok: false,
      error: { code: 'twitch.token-not-saved', kind: 'transient' },
    });
    expect(await auth.current()).toMatchObject({ ok: false, error: { code: 'twitch.token-not-saved' } });
    store.full = false;
    const later = await auth.current();
    expect(later).toMatchObject({ ok: true, value: { accessToken: store.saved?.accessToken } });
    expect(refreshes(opened)).toBe(1);
  });

  it('leads to a sign-in request at the next start, never to a silent loop', async () => {
    const opened = await open();
    const { store, server, harness } = opened;
    const first = await opened.auth.current();
    if (!first.ok) throw first.error;
    server.faults.expireAccessTokens();
    store.full = true;
    await opened.auth.replace(first.value.accessToken);
    store.full = false;
    const next = opened.restart();
    await expect(harness.start(next)).rejects.toMatchObject({
      code: 'twitch.sign-in-over',
      kind: 'authentication',
    });
    expect(refreshes(opened)).toBe(2);
    expect(store.saved).toBeNull();
    await expect(harness.start(next)).rejects.toMatchObject({ code: 'twitch.signed-out' });
    expect(refreshes(opened)).toBe(2);
  });

  it('keeps the account when the access token still works', async () => {
    const opened = await open();
    const { auth, store, server, harness } = opened;
    const life = await harness.start(auth);
    server.faults.expireRefreshTokens();
    await opened.pass(4 * hourMs, 60_000, () => harness.conditions.get('Renewable')?.status === 'false');
    expect(harness.conditions.get('Renewable')?.message).toContain('Sign in again before the show');
    expect(life.failure).toBeUndefined();
    expect(store.saved).not.toBeNull();
  });
});

describe('F28, F29: sleep and a changed clock', () => {
  it('runs due work once after eight hours of sleep', async () => {
    const opened = await open();
    const life = await opened.harness.start(opened.auth);
    opened.clock.jumpWall(8 * hourMs);
    await opened.auth.getHealth?.(new AbortController().signal);
    await opened.pass(120_000, 30_000);
    expect(refreshes(opened)).toBe(1);
    expect(opened.calls('GET oauth2/validate')).toBe(1);
    expect(life.failure).toBeUndefined();
  });

  it.each([hourMs, -hourMs])('sends no burst of requests when the clock jumps by %d ms', async (jump) => {
    const opened = await open();
    const life = await opened.harness.start(opened.auth);
    opened.clock.jumpWall(jump);
    await opened.pass(600_000, 30_000);
    expect(opened.calls('GET oauth2/validate') + refreshes(opened)).toBeLessThanOrEqual(2);
    expect(life.failure).toBeUndefined();
  });
});
