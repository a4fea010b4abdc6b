// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { HealthPage } from './health-page.tsx';

// jsdom has no canvas; what the charts are given is tested in data/.
vi.mock('uplot', () => ({
  default: class {
    setData(): void {}
    setSize(): void {}
    destroy(): void {}
  },
}));

afterEach(cleanup);

describe('health page', () => {
  it('names the cause, the time and who only waits for it', async () => {
    const { unmount } = renderWithStores(<HealthPage />, { prepare: (host) => host.loseObs() });
    const verdict = await screen.findByRole('region', { name: 'Verdict' });
    expect(verdict.textContent).toContain('OBS cannot be reached: it closed the connection');
    expect(verdict.textContent).toMatch(/1\d s ago/);
    expect(verdict.textContent).toContain('State machine and Show state only wait for OBS main.');
    unmount();
  });

  it('lists outages with their cause, and what is missed is said', async () => {
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
      /open.*OBS.*\d+ s ago.*lasts \d+ s.*OBS closed.*3 attempts.*Not known yet/,
    );
    expect(over?.textContent).toMatch(/over.*Discord.*back after 45 s.*1 attempt.*4 messages were missed/);
    unmount();
  });

  it('says so when no outage is recorded', async () => {
    const { unmount } = renderWithStores(<HealthPage />);
    expect(await screen.findByText('No outage is recorded')).toBeTruthy();
    unmount();
  });

  it('has a row for each part and says what was not observed', async () => {
    const { host, unmount } = renderWithStores(<HealthPage />);
    const table = await screen.findByRole('table', { name: 'Health of all parts' });
    expect(within(table).getAllByRole('row')).toHaveLength(host.components.size + 1);
    host.loseObs();
    await waitFor(() => expect(within(table).getByText(/OBS closed the connection/)).toBeTruthy());
    const row = within(table).getByText('OBS main').closest('tr');
    expect(row?.textContent).toContain('unhealthy');
    expect(row?.querySelector('svg[role="img"]')?.getAttribute('aria-label')).toContain('unhealthy');
    unmount();
  });
});
