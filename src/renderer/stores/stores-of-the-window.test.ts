import { describe, expect, it } from 'vitest';
import { nothingToDispose } from '#shared/kernel/disposable.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import type { EventRecord } from '#shared/model/index.ts';
import { createDraftsStore } from './drafts-store.ts';
import { createEventsStore } from './streams/events.ts';
import { createNavigationStore, type AddressBar } from './navigation-store.ts';
import { createNoticesStore } from './notices-store.ts';
import { createPreferencesStore } from './preferences-store.ts';

describe('preferences', () => {
  const read = (text: string | null) =>
    createPreferencesStore({ read: () => text, write: () => undefined }).getState();

  it.each([
    ['nothing', null],
    ['no JSON', '{'],
    ['no object', '7'],
    ['what no version ever wrote', '{"theme":"pink","density":4,"railExpanded":"yes"}'],
  ])('are the defaults when %s is stored', (_what, text) => {
    expect(read(text)).toMatchObject({
      theme: 'dark',
      density: 'compact',
      railExpanded: true,
      streamSafe: false,
    });
  });

  it('keep valid choices beside invalid ones', () => {
    expect(read('{"theme":"light","density":"huge","streamSafe":true}')).toMatchObject({
      theme: 'light',
      density: 'compact',
      streamSafe: true,
    });
  });

  it('are written as they are changed, and read back the same', () => {
    let stored = '';
    const store = createPreferencesStore({ read: () => null, write: (text) => (stored = text) });
    store.getState().change({ theme: 'light', guideClosed: true });
    expect(read(stored)).toMatchObject({ theme: 'light', guideClosed: true, railExpanded: true });
  });
});

describe('notices', () => {
  it('disappear after a while, except bad ones, and never pile up', async () => {
    const clock = createFakeClock();
    const store = createNoticesStore(clock);
    const texts = (): string[] => store.getState().notices.map(({ text }) => text);
    store.getState().show('good', 'saved');
    store.getState().show('bad', 'not saved');
    await clock.advance(6_000);
    expect(texts()).toEqual(['not saved']);
    for (const text of ['1', '2', '3', '4']) store.getState().show('bad', text);
    expect(texts()).toEqual(['1', '2', '3', '4']);
    store.getState().dismiss(store.getState().notices[0]?.id ?? 0);
    expect(texts()).toEqual(['2', '3', '4']);
  });
});

describe('navigation', () => {
  const setUp = (hash: string) => {
    const steps: string[] = [];
    let tell = (): void => undefined;
    let current = hash;
    const address: AddressBar = {
      readHash: () => current,
      push: (next) => void steps.push(`push ${(current = next)}`),
      replace: (next) => void steps.push(`replace ${(current = next)}`),
      onChange: (listener) => {
        tell = listener;
        return nothingToDispose;
      },
    };
    const store = createNavigationStore(address);
    const goBackTo = (earlier: string): void => {
      current = earlier;
      tell();
    };
    return { steps, store, goBackTo };
  };

  it('adds a page to the history, but no selection or filter', () => {
    const { steps, store } = setUp('#/stage');
    store.getState().goTo('events', { level: 'error' });
    store.getState().select({ kind: 'event', id: '42' });
    store.getState().setParams({ level: '', text: 'obs' });
    expect(steps).toEqual([
      'push #/events?level=error',
      'replace #/events?level=error&select=event:42',
      'replace #/events?text=obs&select=event:42',
    ]);
  });

  it('follows the back button', () => {
    const { store, goBackTo } = setUp('#/chat');
    store.getState().goTo('health');
    goBackTo('#/chat?find=rope');
    expect(store.getState().route).toEqual({ page: 'chat', selection: null, params: { find: 'rope' } });
  });
});

describe('drafts', () => {
  it('are kept by platform and by section until they are forgotten', () => {
    const store = createDraftsStore();
    const { writeChat, writeSettings, answerChat } = store.getState();
    writeChat('twitch', 'half a sent');
    answerChat({ platform: 'discord', messageId: '1', displayName: 'Maple', text: 'hm' });
    writeSettings('data', { days: 3 });
    writeSettings('program', { mode: 'live' });
    writeSettings('data', null);
    expect(store.getState()).toMatchObject({
      chat: { twitch: 'half a sent' },
      chatPlatform: 'discord',
      settings: { program: { mode: 'live' } },
    });
    expect(store.getState().settings).not.toHaveProperty('data');
  });
});

describe('events', () => {
  const event = (id: string, at: number): EventRecord => ({
    id,
    at,
    topic: 'obs.connected',
    source: 'obs:main',
    level: 'info',
    message: id,
    correlationId: id,
    causeId: null,
    data: {},
  });

  it('merges the journal’s events with the live ones in order', () => {
    const store = createEventsStore();
    store.getState().apply({ epoch: 'e', seq: 1, events: [event('b', 2), event('d', 4)], dropped: 3 });
    store
      .getState()
      .prefill({ events: [event('a', 1), event('b', 2), event('c', 3)], total: 9, oldestAt: 1 });
    expect(store.getState().ring.items.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(store.getState()).toMatchObject({ received: 2, dropped: 3, journalTotal: 9, oldestAt: 1 });
    store.getState().noteGap();
    expect(store.getState().gaps).toBe(1);
  });
});
