import { expect, it } from 'vitest';
import type { ChatChange, ChatDeletion, ChatMessage } from '#shared/model/index.ts';
import type { Journal } from './port.ts';
import { aChatMessage, createJournalFixture, eventually, valueOf } from './testing/journal-fixture.ts';

const channel = aChatMessage(1).channel;
const deletion = (over: Partial<ChatDeletion>): ChatChange => ({
  kind: 'deleted',
  deletion: {
    platform: 'twitch',
    channel,
    at: aChatMessage(700).at,
    author: null,
    by: 'deleted',
    scope: 'messages',
    ids: [],
    ...over,
  },
});
const edit = (id: string, text: string, at: number): ChatChange => ({
  kind: 'edited',
  edit: { platform: 'twitch', channel, author: null, id, text, at },
});
const gull = { userId: '77', userName: 'loud_gull', displayName: 'Loud_Gull' };
const ofGull = { userId: '77', login: 'loud_gull', displayName: null };

const marks = (messages: readonly ChatMessage[]): readonly (readonly [string, string | undefined])[] =>
  messages.filter(({ deletedAt }) => deletedAt !== undefined).map(({ id, removed }) => [id, removed?.by]);
const all = async (journal: Journal): Promise<readonly ChatMessage[]> =>
  valueOf(await journal.queryChat({}, 2_000));

it('marks a message that is no longer in memory on disk, in the search, and after a restart', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendChat(aChatMessage(1, { text: 'hateful words' }));
  for (let number = 2; number <= 700; number += 1) journal.appendChat(aChatMessage(number));
  valueOf(await journal.flush());
  journal.appendChatChange(deletion({ ids: ['message-1', 'never-said'] }));
  const found = valueOf(await journal.queryChat({ text: 'hateful' }, 10));
  expect(found).toMatchObject([{ id: 'message-1', removed: { by: 'deleted' } }]);
  expect(await all(journal)).toHaveLength(700);
  valueOf(await journal.close());
  const reopened = await fixture.open();
  expect(marks(await all(reopened))).toEqual([['message-1', 'deleted']]);
});

it('marks only the earlier messages of that viewer in that channel on a time-out', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendChat(aChatMessage(1, gull));
  journal.appendChat(aChatMessage(2));
  journal.appendChat(aChatMessage(3, { ...gull, channel: 'another_stage' }));
  journal.appendChat(aChatMessage(4, { ...gull, platform: 'discord' }));
  journal.appendChat(aChatMessage(5, gull));
  journal.appendChat(aChatMessage(701, gull));
  journal.appendChat(aChatMessage(6, { ...gull, at: aChatMessage(1).at - 2 * 86_400_000 }));
  journal.appendChatChange(deletion({ scope: 'author', by: 'timed-out', seconds: 600, author: ofGull }));
  const messages = await all(journal);
  expect(marks(messages)).toEqual([
    ['message-5', 'timed-out'],
    ['message-1', 'timed-out'],
  ]);
  expect(messages.find(({ id }) => id === 'message-5')?.removed).toEqual({ by: 'timed-out', seconds: 600 });
});

it('marks one channel on a clear, and keeps the first mark of messages removed before', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendChat(aChatMessage(1, gull));
  journal.appendChat(aChatMessage(2));
  journal.appendChat(aChatMessage(3, { channel: 'another_stage' }));
  // Without an id, Twitch identifies the viewer by login.
  const byLogin = { userId: null, login: 'Loud_Gull', displayName: null };
  journal.appendChatChange(deletion({ scope: 'author', by: 'banned', author: byLogin }));
  valueOf(await journal.flush());
  journal.appendChatChange(deletion({ scope: 'channel', by: 'cleared' }));
  expect(marks(await all(journal))).toEqual([
    ['message-2', 'cleared'],
    ['message-1', 'banned'],
  ]);
});

it('edits an old message once, finds it by its new words, and does not edit it after its deletion', async () => {
  await using fixture = createJournalFixture();
  const reported: unknown[] = [];
  const journal = await fixture.open({
    onChatChanged: ({ change, messages }) => void reported.push([change, messages.map(({ id }) => id)]),
  });
  journal.appendChat(
    aChatMessage(1, { text: 'the harbor is closed', emotes: [{ id: '1', from: 0, to: 3 }] }),
  );
  valueOf(await journal.flush());
  const at = aChatMessage(2).at;
  journal.appendChatChange(edit('message-1', 'the harbour is open', at));
  valueOf(await journal.flush());
  journal.appendChatChange(edit('message-1', 'the harbour is open', at));
  const found = async (text: string) => valueOf(await journal.queryChat({ text }, 10));
  expect(await found('harbour')).toMatchObject([{ editedAt: at, emotes: [] }]);
  expect(await found('harbor closed')).toEqual([]);
  journal.appendChatChange(deletion({ ids: ['message-1'] }));
  journal.appendChatChange(edit('message-1', 'nothing to see', at + 9));
  expect(await found('harbour')).toMatchObject([{ text: 'the harbour is open', removed: { by: 'deleted' } }]);
  expect(reported).toEqual([
    ['edited', ['message-1']],
    ['deleted', ['message-1']],
  ]);
});

it('finds a Discord message by the time in its id, and every message of a bulk deletion', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  const sent = aChatMessage(1).at;
  const ids = [1, 2].map((one) => String((BigInt(sent - 1_420_070_400_000) << 22n) + BigInt(one)));
  for (const id of ids) journal.appendChat(aChatMessage(1, { id, platform: 'discord' }));
  journal.appendChat(aChatMessage(1, { id: '5', platform: 'discord' }));
  journal.appendChatChange(deletion({ platform: 'discord', ids }));
  expect(
    marks(await all(journal))
      .map(([id]) => id)
      .toSorted(),
  ).toEqual(ids);
});

it('shows a change in waiting messages while the disk cannot be written', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open({ file: fixture.folder });
  await eventually(() => journal.stats().state === 'memory-only', 'nothing can be written');
  journal.appendChat(aChatMessage(1));
  journal.appendChatChange(deletion({ ids: ['message-1'] }));
  expect(marks(await all(journal))).toEqual([['message-1', 'deleted']]);
});

it('sets marks while the archive is off, and stores no new text', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendChat(aChatMessage(1));
  journal.appendChat(aChatMessage(2));
  journal.setChatArchive(false);
  journal.appendChatChange(deletion({ ids: ['message-1'] }));
  journal.appendChatChange(edit('message-2', 'other words', aChatMessage(3).at));
  expect(marks(await all(journal))).toEqual([['message-1', 'deleted']]);
  expect((await all(journal))[0]?.text).toBe('Message number 2');
});

it('includes the mark in a later backup', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.appendChat(aChatMessage(1));
  journal.appendChatChange(deletion({ ids: ['message-1'] }));
  const copy = `${fixture.folder}/copy.db`;
  valueOf(await journal.backup(copy));
  const restored = await fixture.open({ file: `${fixture.folder}/restored.db` });
  valueOf(await restored.importFrom(copy));
  expect(marks(await all(restored))).toEqual([['message-1', 'deleted']]);
});
