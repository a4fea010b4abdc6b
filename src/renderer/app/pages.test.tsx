// @vitest-environment jsdom
import { IconBulb } from '@tabler/icons-react';
import { act, cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { pageIds } from '../model/route.ts';
import { definePage } from '../registry/page.ts';
import { renderWithStores } from '../testing/render-with-stores.tsx';
import { Frame } from './frame.tsx';
import { pagesOf, pageTable } from './pages.ts';

afterEach(cleanup);

const lighting = definePage({
  id: 'rehearsal',
  title: 'Lighting',
  icon: IconBulb,
  keys: ['g', 'l'],
  shortcuts: [{ keys: ['B'], what: 'Black out' }],
  badge: { useCount: () => 3, words: (count) => `lamps of ${count} are on` },
  absentIn: () => 'A file has no lamps',
  hiddenFromStream: 'The lamps are hidden',
  load: async () => () => <p>Every lamp of the stage</p>,
});

const emptyFile = {
  madeAt: 5_000,
  from: 0,
  to: 4_000,
  versions: {},
  components: [],
  edges: [],
  before: [],
  transitions: [],
  events: [],
  eventsCut: false,
  chat: [],
  settings: {},
};

it('has a page for each id of the route, with keys of its own', () => {
  const pages = pagesOf(pageTable);
  expect(pages.map(({ id }) => id)).toEqual(pageIds);
  expect(new Set(pages.map(({ keys }) => keys.join(' '))).size).toBe(pages.length);
  expect(new Set(pages.map(({ title }) => title)).size).toBe(pages.length);
});

it('shows a declared page in the sidebar, the shortcuts and the palette, and opens it by its keys', async () => {
  const { stores, unmount } = renderWithStores(<Frame table={{ ...pageTable, rehearsal: lighting }} />);
  await screen.findAllByText('Everything is healthy');
  const rail = screen.getByRole('navigation', { name: 'Pages' });
  expect(within(rail).getByRole('link', { name: /^Lighting/ }).textContent).toContain('3 lamps of 3 are on');
  expect(within(rail).queryByRole('link', { name: /^Rehearsal/ })).toBeNull();

  await userEvent.keyboard('gl');
  expect(stores.navigation.getState().route.page).toBe('rehearsal');
  expect(await screen.findByText('Every lamp of the stage')).toBeTruthy();
  expect(screen.getByRole('main', { name: 'Lighting' })).toBeTruthy();

  await userEvent.keyboard('?');
  const list = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  expect(within(list).getByRole('heading', { name: 'Lighting' }).parentElement?.textContent).toContain(
    'Black out',
  );
  expect(within(list).getByRole('heading', { name: 'Events and Chat' })).toBeTruthy();
  await userEvent.keyboard('{Escape}');

  act(() => stores.navigation.getState().goTo('stage'));
  await userEvent.keyboard('{Control>}k{/Control}');
  await userEvent.type(await screen.findByRole('textbox', { name: /^Search or run/ }), 'Lighting{Enter}');
  expect(stores.navigation.getState().route.page).toBe('rehearsal');
  unmount();
});

it('hides a private page from the stream, and says what a bundle lacks', async () => {
  const { stores, unmount } = renderWithStores(<Frame table={{ ...pageTable, rehearsal: lighting }} />, {
    hash: '#/rehearsal',
  });
  expect(await screen.findByText('Every lamp of the stage')).toBeTruthy();
  act(() => stores.diagnostics.getState().open('evening.cuelight', emptyFile));
  expect(await screen.findByText('A file has no lamps')).toBeTruthy();
  act(() => stores.preferences.getState().change({ streamSafe: true }));
  expect(await screen.findByText('The lamps are hidden')).toBeTruthy();
  unmount();
});
