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
    /** Lets five seconds pass at a time, and the network answer in between. */
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

  it('tells how a sign-in goes, allowed and declined, and whom chat is written as', async () => {
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

  it('says that Twitch does not answer while the code stays good, and gives a sign-in up', async () => {
    const { account, platform, pass, begin } = await open();
    await begin();
    platform.faults.failTokens = 503;
    await pass(() => account.attempt?.troubled === true);
    expect(account.attempt).toMatchObject({ state: 'waiting', troubled: true });
    account.cancelSignIn();
    await pass(() => account.attempt?.state !== 'waiting');
    expect(account.attempt).toMatchObject({ state: 'cancelled', troubled: false });
  });

  it('begins anew with another client id, whose sign-in is another one', async () => {
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

  it('refuses with the place’s own words while there is none', async () => {
    const gone = new Fault('rehearsal.stopped', 'The rehearsal is stopped.', { kind: 'dependency' });
    const account = new TwitchAccount(() => {
      throw gone;
    }, createFakeClock());
    expect(await account.load()).toBeNull();
    expect(await account.beginSignIn()).toEqual({ ok: false, error: gone });
    expect(await chooseChatAccount(account, { ...pasted, login: ' ' })).toMatchObject({ source: 'nobody' });
  });

  it.each([
    ['sign-in', 'harbour', false, 'Chat is written as harbour, who is signed in.'],
    ['pasted-token', 'helper', false, /token that was pasted below/],
    ['pasted-token', 'helper', true, /token of the rehearsal/],
    ['nobody', null, false, /only read/],
  ] as const)('words %s of %s, rehearsing %s', (source, login, rehearsing, words) => {
    const { message } = describeChatAccount({ source, login }, rehearsing);
    expect(message).toMatch(words);
  });
});
