import { expect, it, onTestFinished, vi } from 'vitest';
import { twitchModerate } from '#shared/catalogue/operations/twitch.ts';
import { createSystemClock } from '#shared/kernel/system-clock.ts';
import { createSeededRandom } from '#shared/kernel/random.ts';
import { openSession } from '../client/session.ts';
import { createFakeTransport } from '../client/testing/fake-client.ts';
import { createFakeHost } from '../client/testing/fake-host.ts';
import { createPreferencesStore } from './preferences-store.ts';
import { createStores } from './stores.ts';

const openWindow = () => {
  const clock = createSystemClock();
  const random = createSeededRandom(7);
  const host = createFakeHost({ clock, random });
  const { transport, close } = createFakeTransport(host);
  onTestFinished(close);
  const stores = createStores({
    session: openSession({ transport, clock, random }),
    clock,
    random,
    address: {
      readHash: () => '',
      push: () => undefined,
      replace: () => undefined,
      onChange: () => ({ [Symbol.dispose]: () => undefined }),
    },
    preferences: createPreferencesStore({ read: () => null, write: () => undefined }),
  });
  const { chat, events, drafts, operations } = stores;
  const held = (): string =>
    JSON.stringify([
      chat.getState().ring,
      [...chat.getState().changes.values()],
      events.getState().ring,
      drafts.getState(),
      [...operations.getState().records.values()],
      operations.getState().pending?.question,
    ]);
  return { host, stores, held };
};

it('keeps no copy of a deleted viewer in any window, and everything by others', async () => {
  const { host, stores, held } = openWindow();
  const { chat, events, drafts } = stores;
  try {
    await vi.waitFor(() => expect(chat.getState().loaded).toBe(true));
    const gone = host.say('the rope holds', ['Zephyrine', null]);
    host.recordMessage(gone);
    host.say('mind the ladder', ['Brambles', null]);
    host.recordEvent('twitch.followed', 'twitch-events', 'info', 'Zephyrine follows', { login: 'zephyrine' });
    drafts.getState().answerChat({
      platform: 'twitch',
      messageId: gone.id,
      displayName: gone.displayName,
      text: gone.text,
    });
    await vi.waitFor(() => expect(held()).toMatch(/Zephyrine follows/));
    const { userId } = gone;
    const { request } = stores.operations.getState();
    await request(twitchModerate, { action: 'time-out', userId, seconds: 60, reason: 'of Zephyrine' });
    await request(twitchModerate, { action: 'ban', userId, reason: '' });
    expect(held()).toMatch(/of Zephyrine.*Ban Zephyrine.*rope holds/);
    host.messages.splice(0, Infinity, ...host.messages.filter(({ id }) => id !== gone.id));
    host.events.splice(0, Infinity, ...host.events.filter(({ message }) => !message.includes('Zephyrine')));
    host.recordEvent('viewer.deleted', 'journal', 'info', 'A viewer was deleted', { messages: 1, events: 1 });
    await vi.waitFor(() => {
      expect(chat.getState().loaded).toBe(true);
      expect(held()).not.toMatch(/rope holds|zephyrine/i);
    });
    expect(held()).toMatch(/mind the ladder/);
    expect(held()).toMatch(/A viewer was deleted/);
    host.say('still here', ['Brambles', null]);
    await vi.waitFor(() => expect(held()).toMatch(/still here/));
    const ids = [chat, events].flatMap((store) => store.getState().ring.items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  } finally {
    stores.close();
  }
});

it('keeps no copy of a viewer whose deletion was missed, even after an earlier deletion', async () => {
  const { host, stores, held } = openWindow();
  const { chat } = stores;
  try {
    await vi.waitFor(() => expect(chat.getState().loaded).toBe(true));
    host.recordEvent('viewer.deleted', 'journal', 'info', 'A viewer was deleted', { messages: 1, events: 1 });
    host.recordEvent('twitch.followed', 'twitch-events', 'info', 'Zephyrine follows', { login: 'zephyrine' });
    await vi.waitFor(() => expect(held()).toMatch(/Zephyrine follows/));
    host.events.splice(0, Infinity, ...host.events.filter(({ message }) => !message.includes('Zephyrine')));
    host.loseEvents();
    host.recordEvent('obs.stream-started', 'obs:main', 'info', 'OBS streams', {});
    await vi.waitFor(() => {
      expect(held()).toMatch(/OBS streams/);
      expect(held()).not.toMatch(/zephyrine/i);
    });
  } finally {
    stores.close();
  }
});
