// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { RehearsalPage } from './rehearsal-page.tsx';

afterEach(cleanup);

describe('rehearsal page', () => {
  it('shows what plays, and steers it', async () => {
    const { host, unmount } = renderWithStores(<RehearsalPage />);
    const user = userEvent.setup();
    const panel = within(await screen.findByRole('region', { name: 'Scenario' }));
    expect(panel.getByText('playing')).toBeTruthy();
    expect(panel.getByText('All well so far')).toBeTruthy();
    expect(panel.getByRole('progressbar').getAttribute('aria-valuetext')).toMatch(/^0:3\d of 2:00$/);
    await user.click(panel.getByRole('button', { name: 'Pause' }));
    await user.click(await panel.findByRole('button', { name: 'Resume' }));
    await waitFor(() => expect(host.rehearsal.now.state).toBe('playing'));
    unmount();
  });

  it('breaks something by hand with its options, and mends it', async () => {
    const { host, unmount } = renderWithStores(<RehearsalPage />);
    const user = userEvent.setup();
    expect(await screen.findByText('Nothing is broken')).toBeTruthy();
    const form = within(screen.getByRole('form', { name: 'Twitch chat: Delay and jitter' }));
    const delay = form.getByRole('textbox', { name: 'Delay, ms' });
    await user.clear(delay);
    await user.type(delay, '750');
    await user.type(screen.getByRole('textbox', { name: /mended by itself after/ }), '90');
    await user.click(form.getByRole('button', { name: 'Break Twitch chat: Delay and jitter' }));
    const broken = within(await screen.findByRole('region', { name: 'Broken now' }));
    expect(await broken.findByText('Twitch chat: Delay and jitter')).toBeTruthy();
    expect(broken.getByText(/by hand · delay 750 ms, jitter 0 ms/)).toBeTruthy();
    expect(host.rehearsal.now.record[0]?.options).toEqual({ latencyMs: 750, jitterMs: 0 });
    await user.click(broken.getByRole('button', { name: 'Mend Twitch chat: Delay and jitter' }));
    expect(await broken.findByText('Nothing is broken')).toBeTruthy();
    unmount();
  });

  it('shows the faults of another server, with its address', async () => {
    const { unmount } = renderWithStores(<RehearsalPage />, { hash: '#/rehearsal?server=obs' });
    expect(await screen.findByRole('form', { name: 'OBS: Half-open link' })).toBeTruthy();
    expect(screen.getByText('ws://127.0.0.1:40003')).toBeTruthy();
    expect(screen.queryByRole('form', { name: /Twitch/ })).toBeNull();
    unmount();
  });

  it('says in words why something was refused, where it was asked', async () => {
    const { unmount } = renderWithStores(<RehearsalPage />, {
      prepare: (host) => host.rehearsal.refuse('Twitch has no link to reset: it is away already.'),
    });
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Break Twitch chat: Reset the links' }));
    expect((await screen.findByRole('alert')).textContent).toContain('no link to reset');
    unmount();
  });

  it('lays the record beside the ledger', async () => {
    const at = Date.now() - 30_000;
    const { host, unmount } = renderWithStores(<RehearsalPage />);
    expect(await screen.findByText('Nothing has been broken yet')).toBeTruthy();
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
    const list = await screen.findByRole('list', { name: /Record and outage ledger/ });
    expect(within(list).getByRole('listitem').textContent).toMatch(
      /Discord: Reset the links.*in the ledger.*by the scenario.*Noticed after 40 ms, back after 2 s\..*Discord closed/,
    );
    expect(screen.getByText('the two agree')).toBeTruthy();
    unmount();
  });

  it('says how to rehearse while the program is live', async () => {
    const { unmount, stores } = renderWithStores(<RehearsalPage />, {
      prepare: (host) => host.rehearsal.goLive(),
    });
    const user = userEvent.setup();
    expect(await screen.findByText('This is live')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Rehearse…' }));
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
    await user.click(panel.getByRole('button', { name: 'Delete for good' }));
    await waitFor(() => expect(host.rehearsal.recording.recordings).toEqual([]));
    unmount();
  });

  it('records what is live too, and says that playing it needs a rehearsal', async () => {
    const { unmount } = renderWithStores(<RehearsalPage />, {
      prepare: (host) => {
        host.rehearsal.recording.start({ texts: 'replaced' });
        host.rehearsal.recording.stop();
        host.rehearsal.goLive();
      },
    });
    const panel = within(await screen.findByRole('region', { name: 'Recordings' }));
    expect(panel.getByRole('button', { name: 'Record' })).toBeTruthy();
    expect(panel.getByText(/To play one, rehearse/)).toBeTruthy();
    expect(panel.queryByRole('button', { name: /^Play / })).toBeNull();
    unmount();
  });

  it('says so while the pretended platforms are stopped', async () => {
    const { unmount } = renderWithStores(<RehearsalPage />, {
      prepare: (host) => host.rehearsal.change({ state: 'stopped', servers: [], faults: [] }),
    });
    expect(await screen.findByRole('button', { name: 'Start the rehearsal' })).toBeTruthy();
    unmount();
  });
});
