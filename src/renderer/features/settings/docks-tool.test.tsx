// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { SettingsPage } from './settings-page.tsx';

const open: (() => void)[] = [];
const renderDocks = () => {
  const rendered = renderWithStores(<SettingsPage />, { hash: '#/settings?section=docks' });
  open.push(rendered.unmount);
  return rendered;
};
afterEach(() => {
  for (const close of open.splice(0)) close();
  cleanup();
});

it('creates a dock link, shows it once, and revokes it', async () => {
  const { host, stores } = renderDocks();
  await waitFor(() => expect(stores.connection.getState().phase).toBe('connected'));
  await act(() => stores.settings.getState().load());
  expect(await screen.findByText('No dock links yet')).toBeTruthy();
  const make = screen.getByRole('button', { name: 'Create dock link' });
  expect(make).toHaveProperty('disabled', true);
  await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'Beside the chat');
  await userEvent.click(make);
  expect((await screen.findByRole('status')).textContent).toContain('/dock.html#token=');
  await userEvent.click(screen.getByRole('button', { name: 'Done' }));
  expect(screen.queryByText(/#token=/)).toBeNull();

  const list = await screen.findByRole('list', { name: 'Docks' });
  expect(within(list).getByText('not used since Cuelight started')).toBeTruthy();
  await userEvent.click(within(list).getByRole('button', { name: 'Revoke Beside the chat' }));
  await waitFor(() => expect(host.docks).toEqual([]));
  expect(await screen.findByText('No dock links yet')).toBeTruthy();
});
