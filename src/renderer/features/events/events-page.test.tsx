// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VirtuosoMockContext } from 'react-virtuoso';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeHost } from '../../client/testing/fake-host.ts';
import { renderWithStores } from '../../testing/render-with-stores.tsx';
import { EventInspector } from './event-inspector.tsx';
import { EventsPage } from './events-page.tsx';

afterEach(cleanup);

const open = (prepare: (host: FakeHost) => void, hash = '#/events') =>
  renderWithStores(
    <VirtuosoMockContext value={{ viewportHeight: 560, itemHeight: 28 }}>
      <EventsPage />
    </VirtuosoMockContext>,
    { hash, prepare },
  );
const list = () => screen.findByRole('listbox', { name: /Events/ });
const footer = () => screen.getByRole('contentinfo');

describe('events page', () => {
  it('hides chat by default and shows how many events there are', async () => {
    const { host, unmount } = open((show) =>
      show.recordEvent('obs.connected', 'obs:main', 'info', 'OBS is connected.'),
    );
    expect((await within(await list()).findByText('OBS is connected.')).textContent).toBeTruthy();
    expect(within(await list()).queryByText(/Mothwing/)).toBeNull();
    await waitFor(() => expect(footer().textContent).toContain('1 of 1 shown'));
    act(() => void host.recordMessage(host.say('hello')));
    await waitFor(() => expect(footer().textContent).toContain('1 of 2 shown'));
    expect(footer().textContent).toContain('0 dropped');
    unmount();
  });

  it('shows the text of a chat message, finds it by its words, and says when it is not available', async () => {
    const { host, stores, unmount } = open(() => undefined, '#/events?level=debug&topic=chat.message');
    await waitFor(() => expect(stores.chat.getState().loaded).toBe(true));
    const said = host.say('the rope holds', ['Mothwing', null]);
    act(() => void host.recordMessage(said));
    const words = 'Mothwing: the rope holds';
    expect(
      (await within(await list()).findByText(/rope holds/)).textContent?.replaceAll(/[\u2066-\u2069]/g, ''),
    ).toBe(words);
    expect(JSON.stringify(stores.events.getState().ring.items)).not.toMatch(/rope|Mothwing/);
    act(() => stores.navigation.getState().setParams({ text: 'rope' }));
    expect(within(await list()).getByText(/rope holds/)).toBeTruthy();
    act(() => stores.navigation.getState().setParams({ text: 'ladder' }));
    expect(await screen.findByText('No matching events')).toBeTruthy();
    act(() => stores.navigation.getState().setParams({ text: '' }));
    act(() => stores.chat.getState().forget());
    expect(
      await within(await list()).findByText('A chat message on Twitch that this window does not hold'),
    ).toBeTruthy();
    unmount();
  });

  it.each([
    ['finds something', 'connected', /1 of 1 shown/],
    ['finds nothing', 'lighthouse', /No matching events/],
  ])('says how much is indexed when a text search %s', async (_, words, outcome) => {
    const { host, stores, unmount } = open((show) => {
      show.recordEvent('obs.connected', 'obs:main', 'info', 'OBS is connected.');
      show.history.indexed = 0.439;
    });
    const note = 'Older events are still being indexed: 43 % are searched.';
    await within(await list()).findByText('OBS is connected.');
    expect(document.body.textContent).not.toContain(note);
    act(() => stores.navigation.getState().setParams({ text: words }));
    await waitFor(() => expect(document.body.textContent).toMatch(outcome));
    await waitFor(() => expect(footer().textContent).toContain(note));
    host.history.indexed = 1;
    act(() => stores.navigation.getState().setParams({ text: `${words} ` }));
    await waitFor(() => expect(document.body.textContent).not.toContain(note));
    unmount();
  });

  it('counts new events while paused, and shows them after that', async () => {
    const user = userEvent.setup();
    const { host, unmount } = open((show) => show.recordEvent('obs.connected', 'obs:main', 'info', 'First.'));
    await within(await list()).findByText('First.');
    await user.keyboard(' ');
    act(() => {
      for (let count = 1; count <= 3; count += 1)
        host.recordEvent('obs.scene-changed', 'obs:main', 'info', `Scene ${count}.`);
      host.recordMessage(host.say('filtered out'));
    });
    await waitFor(() => expect(footer().textContent).toContain('paused, 3 waiting'));
    expect(screen.queryByText('Scene 3.')).toBeNull();
    await user.keyboard('{End}');
    expect(await screen.findByText('Scene 3.')).toBeTruthy();
    expect(footer().textContent).toContain('following');
    unmount();
  });

  it('keeps its filters in the address, and removes each on its own', async () => {
    const user = userEvent.setup();
    const { stores, unmount } = open((show) => {
      show.recordEvent('obs.connected', 'obs:main', 'info', 'OBS is connected.');
      show.recordEvent('discord.connected', 'discord', 'info', 'Discord is connected.');
    }, '#/events?component=discord');
    expect(await screen.findByText('Discord is connected.')).toBeTruthy();
    expect(screen.queryByText('OBS is connected.')).toBeNull();
    await user.click(screen.getByRole('button', { name: /^source is discord/ }));
    expect(await screen.findByText('OBS is connected.')).toBeTruthy();
    expect(stores.navigation.getState().route.params['component'] ?? '').toBe('');
    unmount();
  });

  it('finds events in the journal from before this window opened', async () => {
    const user = userEvent.setup();
    const { unmount } = open((show) => {
      show.recordEvent('obs.connected', 'obs:main', 'info', 'The needle of last night.');
      for (let count = 0; count < 700; count += 1)
        show.recordEvent('obs.scene-changed', 'obs:main', 'info', `Scene ${count}.`);
    });
    await list();
    await user.keyboard('/needle');
    expect(await screen.findByText('The needle of last night.')).toBeTruthy();
    expect(footer().textContent).toMatch(/^1 of/);
    unmount();
  });

  it('names the filters that match nothing', async () => {
    const { unmount } = open(() => undefined, '#/events?level=error&text=nothing-like-it');
    expect(await screen.findByText('No matching events')).toBeTruthy();
    expect(screen.getByText(/level is error, and text has “nothing-like-it”/)).toBeTruthy();
    unmount();
  });

  it('moves with the arrow keys and opens with Enter', async () => {
    const { stores, unmount } = open((show) => {
      show.recordEvent('obs.connected', 'obs:main', 'info', 'First.');
      show.recordEvent('obs.scene-changed', 'obs:main', 'info', 'Second.');
    });
    const box = await list();
    await within(box).findByText('Second.');
    fireEvent.keyDown(box, { key: 'ArrowUp' });
    fireEvent.keyDown(box, { key: 'ArrowUp' });
    const active = document.getElementById(box.getAttribute('aria-activedescendant') ?? '');
    expect(active?.textContent).toContain('First.');
    fireEvent.keyDown(box, { key: 'Enter' });
    expect(stores.navigation.getState().route.selection?.kind).toBe('event');
    unmount();
  });
});

describe('event inspector', () => {
  it('shows the chain from the first cause to the last consequence', async () => {
    const ids: string[] = [];
    const { unmount } = renderWithStores(<EventInspector id="event-cause-2" />, {
      prepare: (host) => {
        const link = (id: string, causeId: string | null, message: string): void => {
          const at = host.recordEvent('obs.scene-changed', 'obs:main', 'info', message, { scene: 'Main' });
          host.events.splice(host.events.indexOf(at), 1, { ...at, id, causeId, correlationId: 'story' });
          ids.push(id);
        };
        link('event-cause-1', null, 'OBS shows the scene.');
        link('event-cause-2', 'event-cause-1', 'The show is live.');
        link('event-cause-3', 'event-cause-2', 'The answer is sent.');
      },
    });
    const chain = await screen.findByRole('region', { name: 'Cause chain' });
    await within(chain).findByText('OBS shows the scene.');
    const links = within(chain).getAllByRole('button');
    expect(links.map((link) => link.lastElementChild?.textContent)).toEqual([
      'OBS shows the scene.',
      'The show is live.',
      'The answer is sent.',
    ]);
    expect(links[1]?.getAttribute('aria-current')).toBe('true');
    expect(screen.getByLabelText('Raw JSON').textContent).toContain('"scene": "Main"');
    unmount();
  });

  it.each([
    ['window', 'someone in the window'],
    ['fsm', 'fsm'],
  ])('says who requested a command: %s', async (actor, words) => {
    const { unmount } = renderWithStores(<EventInspector id="event-command" />, {
      prepare: (host) => {
        const command = { commandId: 'c-1', action: 'stop', target: 'obs:main', actor };
        const accepted = host.recordEvent('command.accepted', 'obs:main', 'info', 'OBS is to stop', command);
        host.events.splice(host.events.indexOf(accepted), 1, { ...accepted, id: 'event-command' });
      },
    });
    const facts = await screen.findByRole('region', { name: 'Details' });
    expect(facts.textContent).toContain(`Requested by${words}`);
    unmount();
  });

  it('says that an event is not available', async () => {
    const { unmount } = renderWithStores(<EventInspector id="event-gone" />);
    expect(await screen.findByText('Event not available')).toBeTruthy();
    unmount();
  });
});
