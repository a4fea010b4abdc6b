import { afterEach, describe, expect, it } from 'vitest';
import { createTwitchPlatform, type TwitchPlatformServer } from '#main/rehearsal/twitch-platform/index.ts';
import { createCountingIds, createSeededRandom, Fault } from '#shared/kernel/index.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { TwitchAccount } from './twitch-account.ts';
import { chooseChatAccount, describeChatAccount } from './chat-account.ts';
import { createSessionTokenStore } from './vault-token-store.ts';

const pasted = { login: 'helper', readToken: () => Promise.resolve('pasted-canary') };

describe('the Twitch account of the program', () => {
  let server: TwitchPlatformServer | undefined;
  afterEach(() => server?.[Symbol.asyncDispose]());

  const open = async () => {
    const clock = createFakeClock();
    const platform = await createTwitchPlatform({
      clock,
      random: createSeededRandom(4),
      ids: createCountingIds('platform'),
    });
    server = platform;
    let clientId = platform.clientId;
    const account = new TwitchAccount(
      () => ({
        clientId,
        authUrl: platform.authUrl,
        openStore: () => createSessionTokenStore(null, { hide: () => undefined }),
      }),
      clock,
    );
    /** Advances time in steps of five seconds, and lets the network answer in between. */
    const pass = async (done: () => boolean): Promise<void> => {
      for (let turn = 0; turn < 40 && !done(); turn += 1) {
        await clock.advance(5_000);
        for (let wait = 0; wait < 20 && !done(); wait += 1) {
          await new Promise((resolve) => setTimeout(resolve, 2));
          await clock.settle();
        }
      }
    };
    const begin = async (): Promise<string> => {
      expect(await account.beginSignIn()).toEqual({ ok: true, value: undefined });
      expect(account.attempt).toMatchObject({ state: 'waiting', troubled: false });
      return account.attempt?.userCode ?? '';
    };
    return { account, platform, pass, begin, useClientId: (next: string) => (clientId = next) };
  };

  it('reports the progress of a sign-in, allowed or declined, and the account for chat', async () => {
    const { account, platform, pass, begin } = await open();
    expect(account.attempt).toBeNull();
    expect(await chooseChatAccount(account, pasted)).toMatchObject({
      source: 'pasted-token',
      login: 'helper',
    });
    platform.activate(await begin(), false);
    await pass(() => account.attempt?.state !== 'waiting');
    expect(account.attempt).toMatchObject({ state: 'refused', message: expect.stringContaining('declined') });

    const changes: (string | null)[] = [];
    account.onChanged((now) => changes.push(now?.login ?? null));
    platform.activate(await begin(), true);
    await pass(() => account.attempt?.state !== 'waiting');
    expect(account.attempt).toMatchObject({ state: 'done', message: 'Signed in as lantern_cove_rehearsal.' });
    const writer = await chooseChatAccount(account, pasted);
    expect(writer).toMatchObject({ source: 'sign-in', login: 'lantern_cove_rehearsal' });
    const token = await account.current();
    expect(await writer.readToken()).toBe(token.ok && token.value.accessToken);
    expect(await account.signOut()).toEqual({ ok: true, value: undefined });
    expect(changes).toEqual(['lantern_cove_rehearsal', null]);
    expect(await writer.readToken()).toBeNull();
  });

  it('reports an outage of Twitch while the code stays valid, and cancels a sign-in', async () => {
    const { account, platform, pass, begin } = await open();
    await begin();
    platform.faults.failTokens = 503;
    await pass(() => account.attempt?.troubled === true);
    expect(account.attempt).toMatchObject({ state: 'waiting', troubled: true });
    account.cancelSignIn();
    await pass(() => account.attempt?.state !== 'waiting');
    expect(account.attempt).toMatchObject({ state: 'cancelled', troubled: false });
  });

  it('starts over with another client id, which has its own sign-in', async () => {
    const { account, platform, pass, begin, useClientId } = await open();
    platform.activate(await begin(), true);
    await pass(() => account.attempt?.state !== 'waiting');
    expect(await account.load()).toMatchObject({ login: 'lantern_cove_rehearsal' });
    useClientId('another');
    expect(await account.load()).toBeNull();
    expect(await account.beginSignIn()).toMatchObject({
      ok: false,
      error: { code: 'twitch.client-refused' },
    });
    useClientId('');
    expect(await account.beginSignIn()).toMatchObject({
      ok: false,
      error: { code: 'twitch.client-missing' },
    });
  });

  it('fails with the reason while no sign-in is possible', async () => {
    const gone = new Fault('rehearsal.stopped', 'The rehearsal is stopped.', { kind: 'dependency' });
    const account = new TwitchAccount(() => {
      throw gone;
    }, createFakeClock());
    expect(await account.load()).toBeNull();
    expect(await account.beginSignIn()).toEqual({ ok: false, error: gone });
    expect(await chooseChatAccount(account, { ...pasted, login: ' ' })).toMatchObject({ source: 'nobody' });
  });

  it.each([
    ['sign-in', 'harbour', false, 'Chat messages are sent as harbour, the signed-in account.'],
    ['pasted-token', 'helper', false, /with the token entered below/],
    ['pasted-token', 'helper', true, /with a rehearsal token/],
    ['nobody', null, false, /read-only/],
  ] as const)('describes %s of %s, rehearsing %s', (source, login, rehearsing, words) => {
    const { message } = describeChatAccount({ source, login }, rehearsing);
    expect(message).toMatch(words);
  });
});
