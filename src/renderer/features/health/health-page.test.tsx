// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lostConnection } from '../../client/testing/fake-show.ts';
import type { FakeHost } from '../../client/testing/fake-host.ts';
import { PastView } from '../../stores/past-view.tsx';
import { WithPastBand } from '../../app/past-band.tsx';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { HealthPage } from './health-page.tsx';

// jsdom has no canvas. The data of the charts is tested in model/.
vi.mock('uplot', () => ({
  default: class {
    setData(): void {}
    setSize(): void {}
    destroy(): void {}
  },
}));

afterEach(cleanup);

describe('health page', () => {
  it('shows the root cause, its start, what it affects, and the number of problems', async () => {
    const { unmount } = renderWithStores(<HealthPage />, { prepare: (host) => host.loseObs() });
    const verdict = await screen.findByRole('region', { name: 'Verdict' });
    expect(verdict.textContent).toContain('OBS closed the connection');
    expect(verdict.textContent).toMatch(/1\d s ago/);
    expect(verdict.textContent).toContain('Also affects: Show.');
    expect(verdict.textContent).toContain('1 problem.');
    unmount();
  });

  it('shows the last known verdict as unknown once the connection is lost', async () => {
    const { cut, unmount } = renderWithStores(<HealthPage />);
    const verdict = await screen.findByRole('region', { name: 'Verdict' });
    await waitFor(() => expect(verdict.textContent).toMatch(/^HealthyEverything is healthy/));
    act(() => cut());
    await waitFor(() => expect(verdict.textContent).toMatch(/^UnknownLast known: Everything is healthy/));
    unmount();
  });

  it('confirms the clock with the button of the verdict', async () => {
    let asked: FakeHost | undefined;
    const { unmount } = renderWithStores(<HealthPage />, {
      prepare: (host) => {
        asked = host;
        host.change([], {
          ...host.verdict(),
          level: 'degraded',
          sentence: 'Clock: the clock of this PC is 31 days ahead',
          action: { kind: 'confirm-clock', label: 'The clock is right' },
        });
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'The clock is right' }));
    await waitFor(() => expect(asked?.clockConfirmations).toBe(1));
    unmount();
  });

  it('lists outages with their cause and what was missed', async () => {
    const { unmount } = renderWithStores(<HealthPage />, {
      prepare: (host) => {
        host.outages.push(
          {
            id: 'outage-2',
            componentId: 'obs:main',
            title: 'OBS',
            startedAt: Date.now() - 12_000,
            endedAt: null,
            end: null,
            cause: { code: 'obs.closed', message: 'OBS closed the connection.' },
            attempts: 3,
            missed: { count: null, atLeast: false, message: 'Not known yet.' },
          },
          {
            id: 'outage-1',
            componentId: 'discord',
            title: 'Discord',
            startedAt: Date.now() - 600_000,
            endedAt: Date.now() - 555_000,
            end: 'recovered',
            cause: { code: 'discord.closed', message: 'Discord closed the connection.' },
            attempts: 1,
            missed: { count: 4, atLeast: false, message: '4 messages were missed.' },
          },
        );
      },
    });
    const table = await screen.findByRole('table', { name: 'Outages' });
    const [, open, over] = within(table).getAllByRole('row');
    expect(open?.textContent).toMatch(
      /ongoing.*OBS.*\d+ s ago.*\d+ s so far.*OBS closed.*3 attempts.*Not known yet/,
    );
    expect(over?.textContent).toMatch(
      /over.*Discord.*recovered after 45 s.*1 attempt.*4 messages were missed/,
    );
    unmount();
  });

  it('says that no outages are recorded', async () => {
    const { unmount } = renderWithStores(<HealthPage />);
    expect(await screen.findByText('No outages recorded')).toBeTruthy();
    unmount();
  });

  it('has a row for each component', async () => {
    const { host, unmount } = renderWithStores(<HealthPage />);
    const table = await screen.findByRole('table', { name: 'Health of all components' });
    expect(within(table).getAllByRole('row')).toHaveLength(host.components.size + 1);
    host.loseObs();
    await waitFor(() => expect(within(table).getByText(/OBS closed the connection/)).toBeTruthy());
    const row = within(table).getByText('OBS main').closest('tr');
    expect(row?.textContent).toContain('Reconnecting');
    expect(row?.querySelector('svg[role="img"]')?.getAttribute('aria-label')).toContain('down');
    unmount();
  });

  describe('with a past', () => {
    const minute = 60_000;
    /** OBS crashed 30 minutes ago. Cuelight was not running between 20 and 10 minutes ago. */
    const withPast = (host: FakeHost): void => {
      const now = host.now();
      const parts = [...host.components.values()];
      const obs = parts.find(({ id }) => id === 'obs:main');
      if (!obs) throw new Error('The fake show has no OBS.');
      const { history } = host;
      history.observed.push({ from: now - 50 * minute, to: now - 20 * minute });
      history.observed.push({ from: now - 10 * minute, to: now + 10 * minute });
      history.keep(now - 50 * minute, parts, host.verdict());
      const lost = lostConnection(obs, 'OBS crashed', now - 30 * minute, now - 29 * minute);
      history.keep(
        now - 30 * minute,
        parts.map((part) => (part.id === obs.id ? lost : part)),
        {
          ...host.verdict(),
          level: 'unhealthy',
          headline: 'OBS crashed',
          sentence: 'OBS crashed',
          causeId: 'obs:main',
        },
      );
      history.keep(now - 10 * minute, parts, host.verdict());
      history.kept.push({
        id: 'incident-1',
        kind: 'incident',
        at: now - 30 * minute,
        endedAt: now - 28 * minute,
        subject: 'obs:main',
        title: 'OBS main: OBS crashed',
        result: 'unhealthy',
        message: 'Cause: obs:main.',
      });
      history.kinds.push({
        kind: 'chat',
        rows: 48_312,
        bytes: 12_000_000,
        oldestAt: now - 3_600_000,
        keepDays: 90,
        keepRows: null,
        lastDeleted: { at: now - 60_000, rows: 1_200 },
      });
    };
    const bar = () => screen.findByRole('slider', { name: 'Moment shown' });
    const show = () =>
      renderWithStores(
        <PastView shows>
          <WithPastBand>
            <HealthPage />
          </WithPastBand>
        </PastView>,
        { hash: '#/health', prepare: withPast },
      );

    it('goes back in time with the arrow keys, and returns to now', async () => {
      const user = userEvent.setup();
      const { unmount } = show();
      (await bar()).focus();
      // Twenty-five cells of a minute.
      await user.keyboard('{PageDown}{PageDown}{ArrowLeft>5/}');
      const band = await screen.findByRole('region', { name: 'The past' });
      expect(band.textContent).toMatch(/25 min ago/);
      const verdict = await screen.findByRole('region', { name: 'Verdict' });
      await waitFor(() => expect(verdict.textContent).toContain('OBS crashed'));
      const table = screen.getByRole('table', { name: 'Health of all components' });
      expect(within(table).getByText('OBS main').closest('tr')?.textContent).toContain('Down');
      expect(within(table).queryByText('Restarts')).toBeNull();
      await user.click(within(band).getByRole('button', { name: 'Back to now' }));
      await waitFor(() => expect(screen.queryByRole('region', { name: 'The past' })).toBeNull());
      expect((await screen.findByRole('region', { name: 'Verdict' })).textContent).toContain(
        'Everything is healthy',
      );
      unmount();
    });

    it('offers the nearest recorded moment when nothing was recorded', async () => {
      const user = userEvent.setup();
      const { unmount } = show();
      (await bar()).focus();
      await user.keyboard('{PageDown}{ArrowLeft>5/}');
      expect(await screen.findByText('No data for this moment')).toBeTruthy();
      await user.click(screen.getByRole('button', { name: /^Go back to/ }));
      const verdict = await screen.findByRole('region', { name: 'Verdict' });
      expect(verdict.textContent).toContain('OBS crashed');
      unmount();
    });

    it('shows the strip of each component over earlier runs, with the time that was not observed', async () => {
      const { unmount } = show();
      const table = await screen.findByRole('table', { name: 'Health of all components' });
      const row = () => within(table).getByText('OBS main').closest('tr');
      await waitFor(() =>
        expect(row()?.querySelector('svg[aria-label^="Last hour"]')?.getAttribute('aria-label')).toMatch(
          /not observed 20 min, healthy 30 min, down 10 min/,
        ),
      );
      unmount();
    });

    it('gives the earliest end of an incident that ended while Cuelight was not running', async () => {
      const began = Date.UTC(2026, 0, 1, 12);
      const { unmount } = renderWithStores(<HealthPage />, {
        hash: '#/health',
        prepare: (host) => {
          host.history.kept.push({
            id: 'incident-2',
            kind: 'incident',
            at: began,
            endedAt: null,
            endedBetween: { from: began + 3 * 60_000, to: began + 40 * 60_000 },
            subject: 'obs:main',
            title: 'OBS main: OBS crashed',
            result: 'unhealthy',
            message: 'Cause: obs:main.',
          });
        },
      });
      const cell = await screen.findByText('at least 3 min');
      expect(cell.getAttribute('title')).toMatch(/^Ended while Cuelight wasn't running, between .+ and .+/);
      unmount();
    });

    it('lists incidents, opens their moment and their events, and shows the storage', async () => {
      const user = userEvent.setup();
      const { stores, unmount } = show();
      const incidents = await screen.findByRole('table', { name: 'Incidents' });
      expect(incidents.textContent).toMatch(/Down.*OBS crashed.*30 min ago.*2 min/);
      const kept = await screen.findByRole('table', { name: 'Storage' });
      expect(kept.textContent).toMatch(/Chat48,31212 MB1 h ago90 days1,200, 1 min ago/);
      await user.click(within(incidents).getByRole('button', { name: 'View this moment' }));
      await screen.findByRole('region', { name: 'The past' });
      await user.click(
        within(await screen.findByRole('table', { name: 'Incidents' })).getByRole('button', {
          name: 'Events',
        }),
      );
      expect(stores.navigation.getState().route).toMatchObject({
        page: 'events',
        params: { component: 'obs:main', level: 'debug' },
      });
      unmount();
    });
  });
});
