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
    expect(verdict.textContent).toContain('12 s ago');
    expect(verdict.textContent).toContain('State machine and Show state only wait for OBS main.');
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
