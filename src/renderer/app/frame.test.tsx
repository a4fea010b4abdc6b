// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { renderWithStores } from '../testing/render-with-stores.tsx';
import { Dock } from './dock.tsx';
import { Frame } from './frame.tsx';

const open: (() => void)[] = [];
const renderFrame = (
  ...options: Parameters<typeof renderWithStores> extends [unknown, ...infer Rest] ? Rest : never
) => {
  const rendered = renderWithStores(<Frame />, ...options);
  rendered.stores.preferences.getState().change({ stageAsTable: true });
  open.push(rendered.unmount);
  return rendered;
};
afterEach(() => {
  for (const close of open.splice(0)) close();
  cleanup();
});

describe('frame', () => {
  it('shows the verdict and the rehearsal band', async () => {
    renderFrame();
    expect(await screen.findAllByText('Everything is healthy')).not.toHaveLength(0);
    expect(screen.getByRole('region', { name: 'Rehearsal' }).textContent).toContain(
      'Nothing is sent to Twitch, Discord or OBS.',
    );
  });

  it('names the cause and leads to it', async () => {
    const { host, stores } = renderFrame();
    await screen.findAllByText('Everything is healthy');
    host.loseObs();
    const cause = await screen.findByRole('button', {
      name: 'OBS closed the connection',
    });
    await userEvent.click(cause);
    expect(stores.navigation.getState().route.selection).toEqual({ kind: 'component', id: 'obs:main' });
    expect(await screen.findByRole('heading', { name: 'OBS main' })).toBeTruthy();
  });

  it('shows an unknown status once the connection is lost', async () => {
    const { cut } = renderFrame();
    await screen.findAllByText('Everything is healthy');
    cut();
    await waitFor(() =>
      expect(screen.getByRole('alert').textContent).toContain('Showing the last known state'),
    );
    expect(screen.queryByText('Everything is healthy')).toBeNull();
  });

  it('shows the status again after the reconnect', async () => {
    const { cut, mend, stores } = renderFrame();
    await screen.findAllByText('Everything is healthy');
    cut();
    await screen.findByRole('alert');
    mend();
    stores.session.retryNow();
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(screen.getAllByText('Everything is healthy')).not.toHaveLength(0);
  });

  it('shows the consequences before it stops a component, and waits for the confirmation', async () => {
    const { host, stores } = renderFrame({ hash: '#/stage?select=component:obs:main' });
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('This also stops Show state and State machine.');
    await userEvent.click(within(dialog).getByRole('button', { name: /^Cancel/ }));
    expect(host.part('obs:main').desired).toBe('running');
    void stores.commands.getState().request('stop', 'obs:main');
    await userEvent.click(await screen.findByRole('button', { name: 'Stop OBS main' }));
    await waitFor(() => expect(host.part('obs:main').desired).toBe('stopped'));
    expect(await screen.findByText('Stop OBS main: OBS main is stopped.')).toBeTruthy();
  });

  it('lists the live connections before it switches to them', async () => {
    const { host } = renderFrame();
    const instances = [{ name: 'main', address: 'ws://127.0.0.1:4455', enabled: true }];
    host.setSections(
      host
        .sections()
        .map((section) =>
          section.path === 'chat-presence.obs' ? { ...section, values: { instances } } : section,
        ),
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Switch to live connections…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Switch to live connections' });
    expect((await within(dialog).findByText('OBS main')).parentElement?.textContent).toContain(
      'ws://127.0.0.1:4455',
    );
    expect(within(dialog).getByText('Twitch').parentElement?.textContent).toContain('#');
    await userEvent.click(within(dialog).getByRole('button', { name: /^Test connections?$/ }));
    expect(await within(dialog).findByText(/^obs.* answered\.$/)).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Switch to live connections' }));
    await waitFor(() => expect(host.modesAsked).toEqual(['live']));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('shows why the mode could not be switched', async () => {
    const { host, stores } = renderFrame();
    await screen.findAllByText('Everything is healthy');
    stores.mode.getState().ask('rehearsal');
    await userEvent.click(await screen.findByRole('button', { name: 'Switch to rehearsal' }));
    expect((await screen.findByRole('alert')).textContent).toBe(
      'Cuelight is already in rehearsal. Nothing was changed.',
    );
    await userEvent.click(screen.getByRole('button', { name: /^Cancel/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(host.modesAsked).toEqual([]);
  });

  it('shows what a diagnostic bundle lacks, and closes it', async () => {
    const { stores } = renderFrame();
    await screen.findAllByText('Everything is healthy');
    act(() =>
      stores.diagnostics.getState().open('diagnostics.cuelight', {
        madeAt: 5_000,
        from: 0,
        to: 4_000,
        versions: {},
        components: [],
        edges: [],
        before: [],
        transitions: [],
        events: [],
        eventsCut: true,
        chat: [],
        settings: {},
      }),
    );
    act(() => stores.navigation.getState().goTo('chat'));
    expect(await screen.findByText('This file was saved without chat')).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Diagnostic bundle' }).textContent).toContain(
      'oldest events left out, without chat',
    );
    act(() => stores.navigation.getState().goTo('settings'));
    expect(await screen.findByText('There are no settings in a diagnostic bundle')).toBeTruthy();
    await userEvent.click(within(screen.getByRole('main')).getByRole('button', { name: 'Close bundle' }));
    expect(stores.diagnostics.getState().file).toBeNull();
  });

  it('opens pages by two keys and lists the shortcuts by ?', async () => {
    const { stores } = renderFrame();
    await screen.findAllByText('Everything is healthy');
    await userEvent.keyboard('gh');
    expect(stores.navigation.getState().route.page).toBe('health');
    await userEvent.keyboard('?');
    expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeTruthy();
  });

  it('shows each component’s problem in the table', async () => {
    const { host } = renderFrame({ hash: '#/stage?problems=1' });
    expect(await screen.findByText('No problems')).toBeTruthy();
    host.loseObs();
    const table = await screen.findByRole('table', { name: 'All components' });
    expect(within(table).getAllByRole('row')).toHaveLength(4);
    // The state and the summary of both dependents.
    expect(within(table).getAllByText('Waiting for OBS main')).toHaveLength(4);
  });
});

describe('dock', () => {
  it('shows the verdict, its root causes and the chat, folds the rest, and has no buttons', async () => {
    const { unmount } = renderWithStores(<Dock />, { prepare: (host) => host.loseObs() });
    open.push(unmount);
    expect(await screen.findByRole('heading', { name: /OBS closed the connection/ })).toBeTruthy();
    const others = screen.getByText(/\d+ other components/).closest('details');
    expect(others?.open).toBe(false);
    expect(others?.querySelectorAll('li')).toHaveLength(7);
    expect(screen.getByText('OBS main').closest('details')).toBeNull();
    const chat = await screen.findByRole('list', { name: 'Chat, newest last' });
    expect(within(chat).getAllByRole('listitem').length).toBeGreaterThan(5);
    expect(screen.queryAllByRole('button')).toHaveLength(0);
  });
});
