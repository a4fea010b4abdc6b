// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { SettingsPage } from './settings-page.tsx';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
  cleanup();
});

it('shows the security checklist, problems first, and checks again', async () => {
  const { host, stores, unmount } = renderWithStores(<SettingsPage />, {
    hash: '#/settings?section=security',
  });
  open.push(unmount);
  await waitFor(() => expect(stores.connection.getState().phase).toBe('connected'));
  await act(() => stores.settings.getState().load());
  expect(await screen.findByText('Not checked yet')).toBeTruthy();

  host.security.results.set(13, { outcome: 'failed', evidence: 'A page may go to another site.' });
  host.security.results.set(19, { outcome: 'not-applicable', evidence: 'This program is not packaged.' });
  await userEvent.click(screen.getByRole('button', { name: 'Check again' }));

  const list = await screen.findByRole('list', { name: 'Security checklist' });
  const rows = within(list).getAllByRole('listitem');
  expect(rows).toHaveLength(20);
  expect(rows[0]?.textContent).toContain('Pages cannot navigate elsewhere');
  expect(rows[0]?.textContent).toContain('A page may go to another site.');
  expect(within(rows[0] ?? list).getByText('Failed')).toBeTruthy();
  expect(within(rows[19] ?? list).getByText('Not applicable')).toBeTruthy();
  expect(screen.getByText(/^1 failed · 18 proved · 1 not applicable · checked/)).toBeTruthy();
});
