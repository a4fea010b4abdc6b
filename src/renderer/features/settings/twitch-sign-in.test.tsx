// @vitest-environment jsdom
import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeHost } from '../../client/testing/fake-host.ts';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { TwitchSignInPanel } from './twitch-sign-in.tsx';

afterEach(cleanup);

const open = (change: Partial<FakeHost['twitch']['signIn']> = {}) =>
  renderWithStores(<TwitchSignInPanel />, {
    prepare: (host) => void Object.assign(host.twitch.signIn, change),
  });
const attempt = {
  state: 'waiting',
  userCode: 'QUIETOWL',
  verificationUri: 'https://www.twitch.tv/activate',
  expiresAt: Date.now() + 600_000,
  message: 'Waiting for you to enter the code at Twitch.',
  troubled: false,
} as const;
const signedOut = { account: null, forecast: null };

describe('signing in to Twitch', () => {
  it('shows the account, when the sign-in expires, and who writes in chat', async () => {
    const { unmount } = open();
    expect(await screen.findByText('Signed in as lampyris')).toBeTruthy();
    expect(screen.getByText('The token renews automatically within 4 h.')).toBeTruthy();
    expect(screen.getByText('Chat messages are sent as lampyris, the signed-in account.')).toBeTruthy();
    expect(screen.getByText(/^Expires .* if not used\.$/)).toBeTruthy();
    unmount();
  });

  it('shows the code, spelled out for screen readers, with the link and the time left, and can be cancelled', async () => {
    const user = userEvent.setup();
    const { unmount } = open(signedOut);
    await user.click(await screen.findByRole('button', { name: 'Sign in to Twitch' }));
    const box = await screen.findByRole('group', { name: 'Code for Twitch' });
    expect(document.activeElement).toBe(box);
    expect(within(box).getByText('QUIE TOWL')).toBeTruthy();
    expect(within(box).getByText('Q U I E T O W L')).toBeTruthy();
    expect(
      within(box).getByRole('link', { name: 'https://www.twitch.tv/activate' }).getAttribute('rel'),
    ).toContain('noopener');
    expect(within(box).getByText(/min left|min \d+ s left/)).toBeTruthy();
    await user.click(within(box).getByRole('button', { name: 'Cancel sign-in' }));
    expect(await screen.findByText('The sign-in was cancelled.')).toBeTruthy();
    expect(screen.queryByRole('group', { name: 'Code for Twitch' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Sign in to Twitch again' })).toBeTruthy();
    unmount();
  });

  it.each([
    ['expired', 'The sign-in code was not entered in time. Start again for a new one.'],
    ['refused', 'The sign-in was declined at Twitch. Start again to allow it.'],
    ['failed', 'Twitch refuses the client id.'],
  ] as const)('says that a sign-in %s, and offers another', async (state, message) => {
    const { unmount } = open({ ...signedOut, attempt: { ...attempt, state, message } });
    expect(await screen.findByText(message)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Sign in to Twitch again' })).toBeTruthy();
    unmount();
  });

  it('says that Twitch does not answer while it waits', async () => {
    const troubled = { ...attempt, troubled: true, message: 'Twitch cannot check sign-ins at the moment.' };
    const { unmount } = open({ ...signedOut, attempt: troubled });
    expect((await screen.findByRole('status')).textContent).toBe(
      'Twitch cannot check sign-ins at the moment.',
    );
    expect(screen.getByRole('group', { name: 'Code for Twitch' })).toBeTruthy();
    unmount();
  });

  it('tells a problem of Twitch from a sign-in that has ended', async () => {
    const down = open({ trouble: { kind: 'twitch-down', message: 'Twitch answered with HTTP 500.' } });
    expect(await screen.findByText("Signed in as lampyris, but Twitch can't be reached")).toBeTruthy();
    expect(screen.getByText(/don't need to sign in again/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Sign in to Twitch/ })).toBeNull();
    down.unmount();
    const over = open({ ...signedOut, trouble: { kind: 'sign-in-again', message: 'Twitch has ended it.' } });
    expect(await screen.findByText('Sign in again')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Sign in to Twitch again' })).toBeTruthy();
    over.unmount();
  });

  it('warns about a sign-in that may expire, and about missing permissions', async () => {
    const ends = open({
      forecast: { accessEndsAt: 1, signInEndsAt: null, holds: false, message: 'It ends in 3 h.' },
    });
    expect(
      await screen.findByText('Signed in as lampyris, but it may expire during a long stream'),
    ).toBeTruthy();
    ends.unmount();
    const lacks = open({ missingScopes: ['clips:edit'] });
    expect(
      await screen.findByText('Missing permissions: clips:edit. Sign in again to allow them.'),
    ).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Sign in to Twitch again' })).toBeTruthy();
    lacks.unmount();
  });

  it('lists the steps to a client ID while there is none', async () => {
    const { unmount } = open({ ...signedOut, configured: false });
    expect(await screen.findByText('Not set up: signing in needs a client ID of your own')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'dev.twitch.tv/console/apps' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Sign in/ })).toBeNull();
    unmount();
  });

  it('signs out', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    await user.click(await screen.findByRole('button', { name: 'Sign out' }));
    expect(await screen.findByText('Not signed in')).toBeTruthy();
    expect(host.twitch.signIn.account).toBeNull();
    unmount();
  });
});
