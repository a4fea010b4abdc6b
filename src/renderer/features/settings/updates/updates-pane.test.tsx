// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { UpdateStatus } from '#shared/model/index.ts';
import { OperationDialog } from '../../../app/operation-dialog.tsx';
import type { FakeHost } from '../../../client/testing/fake-host.ts';
import { renderWithStores } from '../../../testing/render-with-stores.tsx';
import { SettingsPage } from '../settings-page.tsx';

afterEach(cleanup);

const update = {
  version: '0.2.0',
  releasedAt: 0,
  notes: '- Faster scenes\n- **Quieter** logs',
  bytes: 114_000_000,
};

const open = async (status: Partial<UpdateStatus> = {}, prepare?: (host: FakeHost) => void) => {
  const rendered = renderWithStores(
    <>
      <SettingsPage />
      <OperationDialog />
    </>,
    {
      hash: '#/settings?section=updates',
      prepare: (host) => {
        host.updates.set(status);
        prepare?.(host);
      },
    },
  );
  await waitFor(() => expect(rendered.stores.connection.getState().phase).toBe('connected'));
  await act(() => rendered.stores.settings.getState().load());
  await screen.findByRole('heading', { name: 'Updates' });
  return { ...rendered, user: userEvent.setup() };
};

const button = (name: string): HTMLElement | null => screen.queryByRole('button', { name });

describe('updates in the settings', () => {
  it('show the version, the channel and the last check', async () => {
    const { unmount } = await open({
      lastCheck: { at: Date.now() - 3_600_000, outcome: 'current', code: null, message: 'Up to date.' },
    });
    expect(screen.getByText('Stable')).toBeTruthy();
    expect(screen.getByText(/Up to date\./).closest('dd')?.textContent).toBe('1 h ago: Up to date.');
    expect(button('Install and restart')).toBeNull();
    unmount();
  });

  it('find an update and show what changes, as text', async () => {
    const { user, unmount } = await open({}, (host) => (host.updates.offered = update));
    await user.click(screen.getByRole('button', { name: 'Check now' }));
    const offer = await screen.findByRole('region', { name: 'What changes in 0.2.0' });
    expect(within(offer).getByText('Faster scenes')).toBeTruthy();
    expect(within(offer).getByText('Quieter logs')).toBeTruthy();
    expect(offer.textContent).toContain('114 MB');
    unmount();
  });

  it('install the version shown, after a question', async () => {
    const { user, host, unmount } = await open({ available: update });
    await user.click(screen.getByRole('button', { name: 'Install and restart' }));
    expect(host.updates.installed).toEqual([]);
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('backs up its data');
    await user.click(within(dialog).getByRole('button', { name: 'Install and restart' }));
    await waitFor(() => expect(host.updates.installed).toEqual(['0.2.0']));
    expect(await screen.findByText('Cuelight restarts to install the update.')).toBeTruthy();
    unmount();
  });

  it('say why an update can’t be installed on air', async () => {
    const { unmount } = await open({ available: update, obstacle: 'A stream is running in OBS.' });
    expect(button('Install and restart')).toHaveProperty('disabled', true);
    expect(screen.getByText('A stream is running in OBS.')).toBeTruthy();
    unmount();
  });

  it('show the progress of a download', async () => {
    const { unmount } = await open({ available: update, stage: 'downloading', progress: 0.4 });
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('40');
    expect(button('Check now')).toHaveProperty('disabled', true);
    unmount();
  });

  it.each(['no-updater', 'not-set-up', 'unsupported', 'rehearsal'] as const)(
    'explain why there are none, without buttons: %s',
    async (support) => {
      const { unmount } = await open({
        support,
        explanation: 'A rehearsal reaches nothing outside this PC.',
      });
      expect(screen.getByRole('note').textContent).toBe('A rehearsal reaches nothing outside this PC.');
      expect(button('Check now')).toBeNull();
      expect(screen.queryByText('At each start and each day')).toBeNull();
      unmount();
    },
  );

  it('tell how the last installation ended', async () => {
    const install = { from: '0.1.0', to: '0.2.0', at: Date.now() - 60_000, backup: 'b' };
    const first = await open({ lastInstall: { ...install, outcome: 'installed' } });
    expect(screen.getByText(/0\.1\.0 to 0\.2\.0/)).toBeTruthy();
    first.unmount();
    const second = await open({ lastInstall: { ...install, outcome: 'not-installed' } });
    expect(screen.getByText(/0\.2\.0 was not installed/)).toBeTruthy();
    second.unmount();
  });
});
