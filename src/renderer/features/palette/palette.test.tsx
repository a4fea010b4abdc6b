// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { Palette } from './palette.tsx';

afterEach(cleanup);

const open = async () => {
  const rendered = renderWithStores(<Palette pages={[]} requests={1} />);
  await waitFor(() => expect(rendered.stores.system.getState().loaded).toBe(true));
  await waitFor(() => expect(rendered.stores.rehearsal.getState().loaded).toBe(true));
  const field = await screen.findByRole('textbox', { name: 'Search or run a command' });
  return { ...rendered, field };
};
/** Returns the labels of the offered actions, in order. */
const offered = (): (string | null)[] =>
  [...document.querySelectorAll('[data-action]')].map((action) => action.textContent);

it('offers a component and its actions before its drills', async () => {
  const { field, unmount } = await open();
  await userEvent.type(field, 'Discord');
  const words = offered().map((text) => text ?? '');
  const stop = words.findIndex((text) => text.startsWith('Stop Discord'));
  const broken = words.findIndex((text) => text.startsWith('Start drill: Discord'));
  expect(words[0]).toContain('Discord');
  expect(stop).toBeGreaterThan(0);
  expect(broken).toBeGreaterThan(stop);
  unmount();
});

it.each([
  ['make a dock', 'docks'],
  ['sign in', 'chat-presence.twitch'],
  ['restore yesterday', 'history'],
])('finds a place in the settings by its everyday name: %s', async (typed, section) => {
  const { field, stores, unmount } = await open();
  await act(() => stores.settings.getState().load());
  await userEvent.type(field, typed);
  await userEvent.keyboard('{Enter}');
  expect(stores.navigation.getState().route).toMatchObject({ page: 'settings', params: { section } });
  unmount();
});
