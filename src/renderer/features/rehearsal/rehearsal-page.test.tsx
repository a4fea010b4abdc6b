// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { RehearsalPage } from './rehearsal-page.tsx';

afterEach(cleanup);

describe('rehearsal page', () => {
  it('shows the scenario and controls it', async () => {
    const { host, unmount } = renderWithStores(<RehearsalPage />);
    const user = userEvent.setup();
    const panel = within(await screen.findByRole('region', { name: 'Scenario' }));
    expect(panel.getByText('playing')).toBeTruthy();
    expect(panel.getByText('A quiet start')).toBeTruthy();
    expect(panel.getByRole('progressbar').getAttribute('aria-valuetext')).toMatch(/^0:3\d of 2:00$/);
    await user.click(panel.getByRole('button', { name: 'Pause' }));
    await user.click(await panel.findByRole('button', { name: 'Resume' }));
    await waitFor(() => expect(host.rehearsal.now.state).toBe('playing'));
    unmount();
  });

  it('starts a drill with its options, and fixes it', async () => {
    const { host, unmount } = renderWithStores(<RehearsalPage />);
    const user = userEvent.setup();
    expect(await screen.findByText('No active faults')).toBeTruthy();
    const form = within(screen.getByRole('form', { name: 'Twitch chat: Delay and jitter' }));
    const delay = form.getByRole('textbox', { name: 'Delay, ms' });
    await user.clear(delay);
    await user.type(delay, '750');
    await user.type(screen.getByRole('textbox', { name: /Auto-fix after/ }), '90');
    await user.click(form.getByRole('button', { name: 'Start drill Twitch chat: Delay and jitter' }));
    const broken = within(await screen.findByRole('region', { name: 'Active faults' }));
    expect(await broken.findByText('Twitch chat: Delay and jitter')).toBeTruthy();
    expect(broken.getByText(/by hand · delay 750 ms, jitter 0 ms/)).toBeTruthy();
    expect(host.rehearsal.now.record[0]?.options).toEqual({ latencyMs: 750, jitterMs: 0 });
    await user.click(broken.getByRole('button', { name: 'Fix Twitch chat: Delay and jitter' }));
    expect(await broken.findByText('No active faults')).toBeTruthy();
    unmount();
  });

  it('shows the drills of another server, with its address', async () => {
    const { unmount } = renderWithStores(<RehearsalPage />, { hash: '#/rehearsal?server=obs' });
    expect(await screen.findByRole('form', { name: 'OBS: Half-open connection' })).toBeTruthy();
    expect(screen.getByText('ws://127.0.0.1:40003')).toBeTruthy();
    expect(screen.queryByRole('form', { name: /Twitch/ })).toBeNull();
    unmount();
  });

  it('shows the reason of a refusal beside its drill', async () => {
    const { unmount } = renderWithStores(<RehearsalPage />, {
      prepare: (host) => host.rehearsal.refuse('Twitch has no link to reset: it is away already.'),
    });
    const user = userEvent.setup();
    await user.click(
      await screen.findByRole('button', { name: 'Start drill Twitch chat: Reset connections' }),
    );
    expect((await screen.findByRole('alert')).textContent).toContain('no link to reset');
    unmount();
  });

  it('shows each drill beside its outage', async () => {
    const at = Date.now() - 30_000;
    const { host, unmount } = renderWithStores(<RehearsalPage />);
    expect(await screen.findByText('No drills yet')).toBeTruthy();
    host.rehearsal.tellLedger([
      {
        verdict: 'matched',
        disturbance: {
          id: 'fault-1',
          server: 'discord',
          fault: 'cut',
          options: {},
          by: 'scenario',
          at,
          until: at,
        },
        outage: {
          id: 'outage-1',
          componentId: 'discord',
          title: 'Discord',
          startedAt: at + 40,
          endedAt: at + 2_040,
          end: 'recovered',
          cause: { code: 'discord.closed', message: 'Discord closed the connection.' },
          attempts: 1,
          missed: { count: 0, atLeast: false, message: 'Nothing was missed.' },
        },
      },
    ]);
    const list = await screen.findByRole('list', { name: /^Drill results/ });
    expect(within(list).getByRole('listitem').textContent).toMatch(
      /Discord: Reset connections.*Detected.*by the scenario.*Detected after 40 ms, recovered after 2 s\..*Discord closed/,
    );
    expect(screen.getByText('As expected')).toBeTruthy();
    unmount();
  });

  it('offers to switch to rehearsal in live mode', async () => {
    const { unmount, stores } = renderWithStores(<RehearsalPage />, {
      prepare: (host) => host.rehearsal.goLive(),
    });
    const user = userEvent.setup();
    expect(await screen.findByText("You're in live mode")).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Switch to rehearsal…' }));
    expect(stores.mode.getState().asked).toBe('rehearsal');
    unmount();
  });

  it('records a session, plays the recording and deletes it after asking', async () => {
    const { host, unmount } = renderWithStores(<RehearsalPage />);
    const user = userEvent.setup();
    const panel = within(await screen.findByRole('region', { name: 'Recordings' }));
    await user.type(panel.getByRole('textbox', { name: 'Name' }), 'Tuesday');
    await user.click(panel.getByRole('button', { name: 'Record' }));
    await user.click(await panel.findByRole('button', { name: 'Stop' }));
    await user.click(await panel.findByRole('button', { name: 'Play Tuesday' }));
    expect(host.rehearsal.recording.recordings).toMatchObject([{ title: 'Tuesday' }]);
    await user.click(panel.getByRole('button', { name: 'Delete Tuesday' }));
    await user.click(panel.getByRole('button', { name: 'Delete permanently' }));
    await waitFor(() => expect(host.rehearsal.recording.recordings).toEqual([]));
    unmount();
  });

  it('records in live mode, and says that playing needs rehearsal', async () => {
    const { unmount } = renderWithStores(<RehearsalPage />, {
      prepare: (host) => {
        host.rehearsal.recording.start({ texts: 'replaced' });
        host.rehearsal.recording.stop();
        host.rehearsal.goLive();
      },
    });
    const panel = within(await screen.findByRole('region', { name: 'Recordings' }));
    expect(panel.getByRole('button', { name: 'Record' })).toBeTruthy();
    expect(panel.getByText(/To play one, switch to rehearsal/)).toBeTruthy();
    expect(panel.queryByRole('button', { name: /^Play / })).toBeNull();
    unmount();
  });

  it('offers to start the simulated platforms while they are stopped', async () => {
    const { unmount } = renderWithStores(<RehearsalPage />, {
      prepare: (host) => host.rehearsal.change({ state: 'stopped', servers: [], faults: [] }),
    });
    expect(await screen.findByRole('button', { name: 'Start rehearsal' })).toBeTruthy();
    unmount();
  });
});
