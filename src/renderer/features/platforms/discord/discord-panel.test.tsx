// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { ComponentView } from '#shared/model/index.ts';
import type { FakeHost } from '../../../client/testing/fake-host.ts';
import { renderWithStores } from '../../../testing/render-with-stores.tsx';
import { DiscordPanel } from './discord-panel.tsx';

afterEach(cleanup);

const part = (host: FakeHost, id: string): ComponentView => ({ ...host.part('discord'), id });

const open = (id = 'discord', prepare?: (host: FakeHost) => void) => {
  let component: ComponentView | null = null;
  const Shown = () => (component ? <DiscordPanel component={component} /> : null);
  return renderWithStores(<Shown />, {
    prepare: (host) => {
      component = part(host, id);
      prepare?.(host);
    },
  });
};
const section = (name: string) => screen.findByRole('region', { name });

describe('the panel of Discord', () => {
  it('shows the bot, its permissions and the missing ones', async () => {
    open();
    expect((await section('Bot')).textContent).toContain('Lampyris bot');
    expect((await section('Bot')).textContent).toContain('1 of 10');
    const permissions = await section('Permissions');
    expect(permissions.textContent).toContain('1 missing');
    expect(within(permissions).getByText('Manage Webhooks').closest('li')?.textContent).toContain('Missing');
    expect((await section('Intents')).textContent).toContain('Message Content');
  });

  it('posts a test notice and deletes it', async () => {
    const user = userEvent.setup();
    const { host } = open();
    expect((await section('Go-live notice')).textContent).toContain('Glow-worms at dusk');
    await user.click(screen.getByRole('button', { name: 'Post a test' }));
    await user.click(await screen.findByRole('button', { name: 'Delete test post' }));
    await waitFor(() => expect(host.discord.removed).toEqual(['1']));
    expect(host.discord.posted).toHaveLength(1);
  });

  it('simulates a viewer’s command in rehearsal only', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open();
    await user.click(await screen.findByRole('button', { name: 'Simulate /status' }));
    await waitFor(() => expect(host.discord.used).toEqual(['status']));
    unmount();
    open('discord', (fake) => {
      fake.discord.overview.simulated = false;
    });
    await section('Slash commands');
    expect(screen.queryByRole('button', { name: /^Simulate/ })).toBeNull();
  });

  it('links the invitation when Discord refuses slash commands', async () => {
    open('discord', ({ discord: { overview } }) => {
      overview.slash = { ...overview.slash, state: 'refused', message: 'Invite it again.' };
    });
    const link = await screen.findByRole('link', { name: /Invite the bot again/ });
    expect(link.getAttribute('href')).toContain('applications.commands');
  });

  it('shows only the sections of the component', async () => {
    const { unmount } = open('go-live');
    await section('Go-live notice');
    expect(screen.queryByRole('region', { name: 'Bot' })).toBeNull();
    expect(screen.queryByRole('region', { name: 'Slash commands' })).toBeNull();
    unmount();
    open('slash-commands');
    await section('Slash commands');
    expect(screen.queryByRole('region', { name: 'Go-live notice' })).toBeNull();
  });

  it('says so while Discord is not connected', async () => {
    open('discord', ({ discord: { overview } }) => {
      Object.assign(overview, { bot: null, server: null, channel: null });
    });
    expect((await section('Bot')).textContent).toContain('Not connected to Discord.');
  });
});
