// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { ComponentView } from '#shared/model/index.ts';
import type { FakeHost } from '../../../client/testing/fake-host.ts';
import { useComponent } from '../../../stores/stores-context.tsx';
import { renderWithStores } from '../../../testing/render-with-stores.tsx';
import { TwitchPanel } from './twitch-panel.tsx';

afterEach(cleanup);

const Shown = () => {
  const component = useComponent('twitch-api');
  return component ? <TwitchPanel component={component} /> : null;
};
const open = (change: Partial<ComponentView> = {}, prepare?: (host: FakeHost) => void) =>
  renderWithStores(<Shown />, {
    prepare: (host) => {
      const like = host.part('twitch-chat');
      host.components.set('twitch-api', { ...like, id: 'twitch-api', title: 'Twitch API', ...change });
      prepare?.(host);
    },
  });

describe('the channel in the inspector', () => {
  it('updates only the title when only the title was edited', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    const title = await screen.findByRole('textbox', { name: 'Title' });
    expect(screen.queryByRole('button', { name: 'Update on Twitch' })).toBeNull();
    await user.clear(title);
    await user.type(title, 'Moths at midnight');
    await user.click(screen.getByRole('button', { name: 'Update on Twitch' }));
    await waitFor(() => expect(host.twitch.channel.title).toBe('Moths at midnight'));
    expect(host.twitch.channel.category?.name).toBe('Just Chatting');
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Discard' })).toBeNull());
    unmount();
  });

  it('saves nothing without a title', async () => {
    const user = userEvent.setup();
    const { unmount } = open();
    await user.clear(await screen.findByRole('textbox', { name: 'Title' }));
    expect(screen.getByText('Enter a title')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Update on Twitch' }).hasAttribute('disabled')).toBe(true);
    unmount();
  });

  it('says why there is no marker while the channel is offline', async () => {
    const { unmount } = open({}, (host) => void (host.twitch.channel.liveSince = null));
    expect(await screen.findByText(/need a live stream/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Set a marker' }).hasAttribute('disabled')).toBe(true);
    unmount();
  });

  it('fulfils a redemption and removes it from the list', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    const list = await screen.findByRole('list', { name: 'Pending redemptions' });
    expect(within(list).getByText('Hydrate')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Fulfil Hydrate for Aurelia' }));
    expect(await screen.findByText('No pending redemptions.')).toBeTruthy();
    expect(host.twitch.redemptions).toEqual([]);
    unmount();
  });

  it.each([
    [{ desired: 'stopped', state: 'stopped' }, /Set a client ID and sign in/],
    [{ state: 'failed' }, /once the Twitch API is running/],
  ] as const)('says what is needed while the API does not run', async (change, words) => {
    const { unmount } = open(change);
    expect(await screen.findByText(words)).toBeTruthy();
    expect(screen.queryByRole('textbox')).toBeNull();
    unmount();
  });
});
