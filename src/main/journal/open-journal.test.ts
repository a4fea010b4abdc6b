import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventFilter } from '#shared/model/index.ts';
import type { Journal } from './port.ts';
import { aChatMessage, anEvent, createJournalFixture, valueOf } from './testing/journal-fixture.ts';

const idsOf = async (journal: Journal, filter: EventFilter, limit = 100): Promise<string[]> =>
  valueOf(await journal.queryEvents(filter, limit)).events.map(({ id }) => id);

it('reads back exactly what was appended, after a restart', async () => {
  await using fixture = createJournalFixture();
  const first = await fixture.open();
  const event = anEvent(1, {
    level: 'error',
    correlationId: 'click-7',
    causeId: 'event-0',
    data: { attempt: 3, nested: { list: [1, null, 'ä'] } },
  });
  const message = aChatMessage(1, {
    color: '#ff8800',
    roles: ['moderator', 'subscriber'],
    emotes: [{ id: '25', from: 0, to: 5 }],
    ownCause: { componentId: 'chat-presence', messageId: null },
  });
  const transition = {
    componentId: 'obs:main',
    at: 5,
    state: 'running',
    level: 'healthy',
    reason: 'Connected',
  } as const;
  first.appendEvent(event);
  first.appendChat(message);
  first.appendTransition(transition);
  expect(await first.close()).toEqual({ ok: true, value: undefined });

  const second = await fixture.open();
  expect(valueOf(await second.queryEvents({}, 10))).toEqual({
    events: [event],
    next: null,
    total: 1,
    oldestAt: event.at,
  });
  expect(valueOf(await second.queryChat({}, 10))).toEqual([message]);
  expect(valueOf(await second.queryTransitions(0, 10))).toEqual([transition]);
  expect(second.stats()).toMatchObject({ state: 'open', problem: null, dropped: 0 });
});

it('finds everything appended before a query', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendEvent(anEvent(1));
  expect(await idsOf(journal, {})).toEqual([anEvent(1).id]);
});

describe('filters', () => {
  let fixture: ReturnType<typeof createJournalFixture>;
  let onDisk: Journal;
  let inMemory: Journal;

  beforeAll(async () => {
    fixture = createJournalFixture();
    onDisk = await fixture.open();
    inMemory = await fixture.open({ file: fixture.folder });
    for (const journal of [onDisk, inMemory]) {
      journal.appendEvent(anEvent(1, { message: 'Café is open' }));
      journal.appendEvent(
        anEvent(2, { source: 'twitch-chat', level: 'error', message: 'The password is wrong' }),
      );
      journal.appendEvent(
        anEvent(3, {
          topic: 'chat.message',
          source: 'twitch-chat',
          message: 'Maple said "hello" 🎉 NEAR the (stage',
        }),
      );
      journal.appendEvent(anEvent(4, { topic: 'bridge.lost', level: 'warning', message: 'OBS is gone' }));
      journal.appendEvent(anEvent(5, { topic: 'metrics.sampled', level: 'debug', message: 'Numbers' }));
    }
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  it.each<{ name: string; filter: EventFilter; expected: number[] }>([
    { name: 'exact topic', filter: { topic: 'chat.message' }, expected: [3] },
    { name: 'topic prefix', filter: { topic: 'bridge.*' }, expected: [4, 2, 1] },
    { name: 'a topic prefix matches whole words', filter: { topic: 'bridg.*' }, expected: [] },
    { name: 'every topic', filter: { topic: '*' }, expected: [5, 4, 3, 2, 1] },
    { name: 'level and above', filter: { level: 'warning' }, expected: [4, 2] },
    { name: 'info and above', filter: { level: 'info' }, expected: [4, 3, 2, 1] },
    { name: 'component', filter: { component: 'twitch-chat' }, expected: [3, 2] },
    { name: 'all words', filter: { text: 'password wrong' }, expected: [2] },
    { name: 'the last word may be a prefix', filter: { text: 'wrong pass' }, expected: [2] },
    { name: 'only the last word may be a prefix', filter: { text: 'wron password' }, expected: [] },
    { name: 'accents and case are ignored', filter: { text: 'CAFE' }, expected: [1] },
    { name: 'words of topic and source match', filter: { text: 'twitch connected' }, expected: [2] },
    { name: 'a compound matches its words in a row', filter: { text: 'bridge.lost' }, expected: [4] },
    { name: 'quoted words', filter: { text: 'said "hello' }, expected: [3] },
    { name: 'operators count as words', filter: { text: 'NOT password' }, expected: [] },
    { name: 'brackets, stars and colons are ignored', filter: { text: '* (obs: NEAR(' }, expected: [] },
    { name: 'emoji match', filter: { text: '🎉' }, expected: [3] },
    { name: 'blank text is no filter', filter: { text: '  ' }, expected: [5, 4, 3, 2, 1] },
    { name: 'before an instant', filter: { before: anEvent(3).at }, expected: [2, 1] },
    { name: 'after an instant', filter: { after: anEvent(3).at }, expected: [5, 4] },
    { name: 'before an event', filter: { before: anEvent(3).id }, expected: [2, 1] },
    { name: 'after an event', filter: { after: anEvent(3).id }, expected: [5, 4] },
    {
      name: 'all filters together',
      filter: { topic: 'bridge.*', level: 'warning', text: 'lost', after: 0 },
      expected: [4],
    },
  ])('$name: on disk and in memory', async ({ filter, expected }) => {
    const ids = expected.map((number) => anEvent(number).id);
    expect(await idsOf(onDisk, filter)).toEqual(ids);
    expect(await idsOf(inMemory, filter)).toEqual(ids);
  });
});

it.each([{ text: undefined }, { text: 'number' }])(
  'pages without gap or overlap (text $text)',
  async ({ text }) => {
    await using fixture = createJournalFixture();
    const journal = await fixture.open();
    for (let number = 1; number <= 25; number += 1) journal.appendEvent(anEvent(number));
    const seen: string[] = [];
    let before: string | undefined;
    for (let page = 0; page < 4; page += 1) {
      const { events, next, total } = valueOf(
        await journal.queryEvents({ ...(text && { text }), ...(before && { before }) }, 10),
      );
      expect(total).toBe(25);
      seen.push(...events.map(({ id }) => id));
      if (next === null) break;
      before = next;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => anEvent(25 - index).id));
  },
);

it('returns correct times when the wall clock was far off for a while', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  const year2099 = Date.UTC(2099, 0, 1);
  journal.appendEvent(anEvent(1, { at: 10_000_000 }));
  journal.appendEvent(anEvent(2, { at: year2099 }));
  journal.appendEvent(anEvent(3, { at: 90_000_000 }));
  expect(await idsOf(journal, { before: 100_000_000 })).toEqual([anEvent(3).id, anEvent(1).id]);
  expect(await idsOf(journal, { after: 50_000_000 })).toEqual([anEvent(3).id, anEvent(2).id]);
});

it('stores a duplicate event once', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendEvent(anEvent(1));
  await journal.flush();
  journal.appendEvent(anEvent(1));
  expect(valueOf(await journal.queryEvents({ text: 'number' }, 10))).toMatchObject({
    total: 1,
    events: [{ id: anEvent(1).id }],
  });
});

it('drops data that is not JSON or too large, and keeps the event', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  const ring: Record<string, unknown> = {};
  ring['self'] = ring;
  journal.appendEvent(anEvent(1, { data: ring }));
  journal.appendEvent(anEvent(2, { data: { big: 12n } }));
  journal.appendEvent(anEvent(3, { data: { long: 'x'.repeat(100_000) } }));
  const { events } = valueOf(await journal.queryEvents({}, 10));
  expect(events.map(({ data }) => data)).toEqual([
    { omitted: '100011 characters of data' },
    { big: '12' },
    { omitted: 'data that cannot be written as JSON' },
  ]);
});

it('finds chat by words, user, platform and time', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendChat(aChatMessage(1, { text: 'good evening' }));
  journal.appendChat(aChatMessage(2, { text: 'good game', userId: '7', userName: 'river_finch' }));
  journal.appendChat(aChatMessage(3, { text: 'good night', platform: 'discord' }));
  const ids = async (filter: Parameters<Journal['queryChat']>[0]): Promise<string[]> =>
    valueOf(await journal.queryChat(filter, 10)).map(({ id }) => id);
  expect(await ids({ text: 'good' })).toEqual(['message-3', 'message-2', 'message-1']);
  expect(await ids({ text: 'good ga' })).toEqual(['message-2']);
  expect(await ids({ user: 'RIVER_finch' })).toEqual(['message-2']);
  expect(await ids({ user: '7' })).toEqual(['message-2']);
  expect(await ids({ platform: 'discord' })).toEqual(['message-3']);
  expect(await ids({ before: aChatMessage(2).at })).toEqual(['message-1']);
});

it('stores the newest text of an edited message, its edit mark, and the time of a deletion', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  const first = aChatMessage(1, { text: 'the harbor is closed', platform: 'discord' });
  const other = aChatMessage(2, { text: 'is it', platform: 'discord', userId: '7', userName: 'river_finch' });
  const edited = { ...first, text: 'the harbour is open', editedAt: first.at + 60_000 };
  const found = async (text: string): Promise<unknown[]> =>
    valueOf(await journal.queryChat({ text }, 10)).map((each) => [each.id, each.text, each.editedAt]);
  const all = async (): Promise<readonly unknown[]> => valueOf(await journal.queryChat({}, 10));
  const now = ['message-1', 'the harbour is open', edited.editedAt];

  // In one batch, before anything is on disk.
  journal.appendChat(first);
  journal.appendChat(other);
  journal.appendChat(edited);
  expect(await all()).toEqual([other, edited]);
  await journal.flush();
  expect(await all()).toEqual([other, edited]);
  expect(await found('harbour')).toEqual([now]);
  expect(await found('harbor')).toEqual([]);

  // Long after the first version was written.
  const deleted = { ...other, deletedAt: other.at + 90_000 };
  journal.appendChat(deleted);
  expect(await all()).toEqual([deleted, edited]);
  await journal.flush();
  expect(await all()).toEqual([deleted, edited]);

  // An edit doesn't restore a message that is not stored.
  journal.appendChat(aChatMessage(3, { platform: 'discord', editedAt: 1_700_000_100_000 }));
  await journal.flush();
  expect(await all()).toEqual([deleted, edited]);
});

it('ends a cancelled query', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendEvent(anEvent(1));
  const cancel = new AbortController();
  const asked = journal.queryEvents({}, 10, cancel.signal);
  cancel.abort();
  expect(await asked).toMatchObject({ ok: false, error: { code: 'journal.query-cancelled' } });
  expect(await idsOf(journal, {})).toEqual([anEvent(1).id]);
});
