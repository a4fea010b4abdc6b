// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { Palette } from '../features/palette/palette.tsx';
import { renderWithStores } from '../testing/render-with-stores.tsx';
import { pagesOf, pageTable } from './pages.ts';
import { panels } from './panels.ts';

const pages = pagesOf(pageTable);

afterEach(cleanup);

const open = async () => {
  const rendered = renderWithStores(<Palette pages={pages} panels={panels} requests={1} />, {
    prepare: (host) =>
      host.components.set('twitch-api', {
        ...host.part('twitch-chat'),
        id: 'twitch-api',
        title: 'Twitch API',
      }),
  });
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

it.each([
  ['scene', /^Switch to “/],
  ['brb', /^Switch to “/],
  ['mute mic', /^Mute “Microphone”/],
  ['mic mute', /^Mute “Microphone”/],
  ['unmute desktop', /^Unmute “Desktop audio”/],
  ['title', /^Change the title or the category…/],
  ['category', /^Change the title or the category…/],
  ['ban', /^Moderate chat…/],
  ['timeout', /^Moderate chat…/],
  ['marker', /^Set a marker/],
  ['clip', /^Make a clip/],
  ['sign in twitch', /^Settings: Twitch/],
  ['stop discord', /^Stop Discord/],
  ['stopp discrod', /^Stop Discord/],
  ['stop the stream', /^Stop the stream/],
  ['dark', /theme/],
  ['preferences', /^Settings/],
  ['graph', /Stage/],
  ['“be right back”', /^Switch to “Be right back”/],
])('offers first what a person means by "%s"', async (typed, expected) => {
  const { field, stores, unmount } = await open();
  await act(() => stores.settings.getState().load());
  await waitFor(() => expect(stores.obs.getState().loaded).toBe(true));
  await userEvent.type(field, typed);
  expect(offered()[0]).toMatch(expected);
  unmount();
});

it('finds nothing for words that nothing has', async () => {
  const { field, unmount } = await open();
  await userEvent.type(field, 'xylophone');
  expect(offered()).toEqual([]);
  expect(screen.getByText('No results')).toBeTruthy();
  unmount();
});

it('opens the panel that has the control', async () => {
  const { field, stores, unmount } = await open();
  await userEvent.type(field, 'change title');
  await userEvent.keyboard('{Enter}');
  expect(stores.navigation.getState().route.selection).toEqual({ kind: 'component', id: 'twitch-api' });
  unmount();
});

it('offers recent actions first, as long as they are available', async () => {
  const { field, stores, unmount } = await open();
  stores.preferences.getState().change({ recentActions: ['window:gone', 'page:settings'] });
  await waitFor(() => expect(offered()[0]).toContain('Settings'));
  await userEvent.type(field, 'chat');
  await userEvent.keyboard('{Enter}');
  expect(stores.preferences.getState().recentActions).toEqual(['page:chat', 'window:gone', 'page:settings']);
  unmount();
});
