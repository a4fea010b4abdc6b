// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { ORPCError } from '@orpc/client';
import type { FakeHost } from '../../client/testing/fake-host.ts';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { refusalOf } from './settings-issues.ts';
import { SettingsPage } from './settings-page.tsx';

afterEach(cleanup);

const open = (hash = '#/settings', prepare?: (host: FakeHost) => void) =>
  renderWithStores(<SettingsPage />, { hash, ...(prepare ? { prepare } : {}) });

/** Loads the settings once connected, as the window does. */
const ready = async (stores: ReturnType<typeof open>['stores']): Promise<void> => {
  await waitFor(() => expect(stores.connection.getState().phase).toBe('connected'));
  await act(() => stores.settings.getState().load());
};

describe('settings page', () => {
  it('opens the section that a link names by its path or a component', async () => {
    const { stores, unmount } = open('#/settings?section=twitch-chat');
    await ready(stores);
    expect(await screen.findByRole('heading', { name: 'Twitch' })).toBeTruthy();
    act(() => stores.navigation.getState().setParams({ section: 'journal' }));
    expect(await screen.findByRole('heading', { name: 'Journal' })).toBeTruthy();
    act(() => stores.navigation.getState().setParams({ section: 'discord' }));
    expect(await screen.findByRole('heading', { name: 'OBS' })).toBeTruthy();
    unmount();
  });

  it('shows the origin of each value', async () => {
    const { stores, unmount } = open('#/settings?section=chat-presence.twitch', (host) =>
      host.setSections(
        host
          .sections()
          .map((section) =>
            section.path === 'chat-presence.twitch'
              ? { ...section, layers: { enabled: 'file', channel: 'environment' } }
              : section,
          ),
      ),
    );
    await ready(stores);
    expect(await screen.findByText('set in the settings file')).toBeTruthy();
    expect(screen.getByText('CUELIGHT_CHAT_PRESENCE_TWITCH_CHANNEL')).toBeTruthy();
    unmount();
  });

  it('says what saving restarts, and saves only the changes', async () => {
    const user = userEvent.setup();
    const { host, stores, unmount } = open('#/settings?section=chat-presence.obs');
    await ready(stores);
    const address = await screen.findByRole('textbox', { name: 'Address' });
    await user.clear(address);
    await user.type(address, '127.0.0.1:4460');
    const bar = await screen.findByRole('region', { name: 'Unsaved changes' });
    expect(bar.textContent).toContain('1 unsaved change');
    expect(await within(bar).findByText('Saving restarts OBS main.')).toBeTruthy();
    await user.click(within(bar).getByRole('button', { name: 'Save and restart' }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Unsaved changes' })).toBeNull());
    const saved = host.sections().find((section) => section.path === 'chat-presence.obs');
    expect(saved?.values).toMatchObject({ address: '127.0.0.1:4460', probeSeconds: 5 });
    unmount();
  });

  it('keeps unsaved changes when another section opens', async () => {
    const user = userEvent.setup();
    const { stores, unmount } = open('#/settings?section=chat-presence.twitch');
    await ready(stores);
    await user.type(await screen.findByRole('textbox', { name: 'Channel' }), '_two');
    await user.click(screen.getByRole('button', { name: 'Journal' }));
    await screen.findByRole('heading', { name: 'Journal' });
    await user.click(screen.getByRole('button', { name: /Twitch.*not saved/ }));
    const channel = await screen.findByRole('textbox', { name: 'Channel' });
    expect((channel as HTMLInputElement).value).toBe('lampyris_two');
    await user.click(screen.getByRole('button', { name: 'Discard' }));
    expect((channel as HTMLInputElement).value).toBe('lampyris');
    unmount();
    expect(stores.drafts.getState().settings).toEqual({});
  });

  it('asks before the window closes only while there are unsaved changes', async () => {
    const { stores, unmount } = open();
    await ready(stores);
    const closes = (): boolean => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect(closes()).toBe(true);
    act(() => stores.drafts.getState().writeSettings('journal', { keepDays: 31 }));
    expect(closes()).toBe(false);
    unmount();
  });

  it('saves a secret without ever showing it', async () => {
    const user = userEvent.setup();
    const { stores, unmount } = open('#/settings?section=chat-presence.twitch');
    await ready(stores);
    expect(await screen.findByText('Not set')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Add' }));
    const field = screen.getByLabelText('New Twitch sign-in');
    expect(field.getAttribute('type')).toBe('password');
    await user.type(field, 'hunter2-secret');
    await user.click(screen.getByRole('button', { name: 'Save Twitch sign-in' }));
    await waitFor(() => expect(screen.queryByLabelText('New Twitch sign-in')).toBeNull());
    expect(document.body.textContent).not.toContain('hunter2-secret');
    unmount();
  });

  it('tests a connection and shows every check', async () => {
    const user = userEvent.setup();
    const { stores, unmount } = open('#/settings?section=chat-presence.obs');
    await ready(stores);
    await user.click(await screen.findByRole('button', { name: 'Test OBS' }));
    const checks = await screen.findByRole('list', { name: 'Checks' });
    expect(
      within(checks)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['HealthyReachableThe port is open.', 'HealthyPasswordAccepted.']);
    expect(screen.getByText('84 ms')).toBeTruthy();
    unmount();
  });

  it('says in rehearsal that the settings apply in live mode', async () => {
    const { stores, unmount } = open('#/settings?section=chat-presence.obs');
    await ready(stores);
    expect(await screen.findByText(/apply when you switch to live/)).toBeTruthy();
    act(() => stores.navigation.getState().setParams({ section: 'journal' }));
    await waitFor(() => expect(screen.queryByText(/apply when you switch to live/)).toBeNull());
    unmount();
  });
});

describe('refusals', () => {
  it('puts each issue at its field', () => {
    const data = {
      fault: 'settings.invalid',
      kind: 'configuration',
      retryable: false,
      action: null,
      details: {
        issues: [{ path: 'chat-presence.obs.instances.0.name', message: 'Lower-case letters' }],
      },
    };
    const refused = new ORPCError('REFUSED', { message: 'The settings were not changed.', data });
    expect(refusalOf('chat-presence.obs', refused)).toEqual({
      byKey: { 'instances.0.name': 'Lower-case letters' },
      general: null,
    });
    expect(refusalOf('fsm', refused)).toEqual({ byKey: {}, general: 'The settings were not changed.' });
  });
});
