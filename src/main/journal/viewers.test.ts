import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import type { Journal } from './port.ts';
import { aChatMessage, anEvent, createJournalFixture, valueOf } from './testing/journal-fixture.ts';

const viewer = { platform: 'twitch', userId: '90817263' };
const theirs = { userId: viewer.userId, userName: 'quiet_heron', displayName: 'Quiet_Heron' };

const fill = (journal: Journal): void => {
  for (let number = 1; number <= 300; number += 1) {
    journal.appendChat(aChatMessage(number * 2));
    journal.appendChat(aChatMessage(number * 2 + 1, { ...theirs, text: `zanzibar ${number}` }));
    journal.appendEvent(anEvent(number * 2));
  }
  journal.appendEvent(
    anEvent(9_001, {
      topic: 'viewer.followed',
      message: 'Quiet_Heron follows the channel',
      data: { userId: viewer.userId, user: { login: 'quiet_heron' }, note: 'count 90817263x' },
    }),
  );
  journal.appendChat(
    aChatMessage(9_002, { platform: 'discord', userId: viewer.userId, text: 'another person' }),
  );
  journal.appendEvent(anEvent(9_003, { message: 'quiet_heronry is another word' }));
};

/** A journal with a deleted viewer, and a backup from before the deletion. */
const deleteAfterBackup = async (
  fixture: ReturnType<typeof createJournalFixture>,
): Promise<{ readonly journal: Journal; readonly copy: string }> => {
  const journal = await fixture.open();
  fill(journal);
  const copy = `${fixture.folder}/copy.db`;
  valueOf(await journal.backup(copy));
  valueOf(await journal.deleteViewer(viewer));
  return { journal, copy };
};

/** Returns true when any file in a folder contains a text. */
const standsIn = (folder: string, text: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .filter((name) => readFileSync(`${folder}/${name}`).toString('latin1').toLowerCase().includes(text));

it('exports a viewer with messages, names and the events that mention them', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  fill(journal);
  const record = valueOf(await journal.exportViewer(viewer));
  expect(record.names.toSorted()).toEqual(['Quiet_Heron', 'quiet_heron']);
  expect(record.messages).toHaveLength(300);
  expect(record.messages[0]?.text).toBe('zanzibar 1');
  expect(record.events.map(({ id }) => id)).toEqual([anEvent(9_001).id]);
});

it('deletes a viewer from tables, search and bytes, and nobody else', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  fill(journal);
  expect(valueOf(await journal.deleteViewer(viewer))).toEqual({
    messages: 300,
    events: 1,
    thorough: true,
  });

  expect(valueOf(await journal.queryChat({ text: 'zanzibar' }, 10))).toEqual([]);
  expect(valueOf(await journal.queryChat({ user: 'quiet_heron' }, 10))).toEqual([]);
  expect(valueOf(await journal.queryChat({ user: viewer.userId }, 10)).map(({ text }) => text)).toEqual([
    'another person',
  ]);
  expect(valueOf(await journal.queryChat({}, 1_000))).toHaveLength(301);
  const [event] = valueOf(await journal.queryEvents({ topic: 'viewer.followed' }, 10)).events;
  expect(event).toMatchObject({
    message: '(deleted viewer) follows the channel',
    data: { userId: '(deleted viewer)', user: { login: '(deleted viewer)' }, note: 'count 90817263x' },
  });
  expect(valueOf(await journal.queryEvents({ text: 'quiet_heronry' }, 10)).events).toHaveLength(1);
  expect(valueOf(await journal.queryEvents({ text: 'heron follows' }, 10)).events).toEqual([]);
  expect(valueOf(await journal.exportViewer(viewer))).toMatchObject({ names: [], messages: [], events: [] });
  expect(standsIn(fixture.folder, 'zanzibar')).toEqual([]);
  expect(standsIn(fixture.folder, 'quiet_heron ')).toEqual([]);
});

it('restores no message of a deleted viewer from an earlier backup', async () => {
  await using fixture = createJournalFixture();
  const { journal, copy } = await deleteAfterBackup(fixture);
  expect(valueOf(await journal.importFrom(copy))).toEqual({ taken: 0, gaps: 0 });
  expect(valueOf(await journal.queryChat({ text: 'zanzibar' }, 10))).toEqual([]);
});

it('restores no name of a deleted viewer from an earlier backup, in events that have expired meanwhile', async () => {
  await using fixture = createJournalFixture();
  const { copy } = await deleteAfterBackup(fixture);
  // Another journal with the deletion and without the events.
  const forgetful = await fixture.open({ file: `${fixture.folder}/other.db` });
  valueOf(await forgetful.importFrom(`${fixture.folder}/journal.db`));
  await forgetful.close();
  const other = new DatabaseSync(`${fixture.folder}/other.db`);
  other.exec('DELETE FROM events; DELETE FROM events_words; DELETE FROM chat; DELETE FROM chat_words');
  other.close();
  const restored = await fixture.open({ file: `${fixture.folder}/other.db` });
  expect(valueOf(await restored.importFrom(copy)).taken).toBeGreaterThan(0);
  expect(valueOf(await restored.queryChat({ text: 'zanzibar' }, 10))).toEqual([]);
  const [event] = valueOf(await restored.queryEvents({ topic: 'viewer.followed' }, 10)).events;
  expect(event?.message).toBe('(deleted viewer) follows the channel');
  expect(JSON.stringify(event?.data)).not.toContain('quiet_heron"');
});

it('deletes a viewer whose name is one of our own words without changing anything else', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  const named = { userId: '7771', login: 'twitch', displayName: 'ちびコンピ' };
  const others = [
    anEvent(1, {
      message: 'Connected to Twitch chat of #twitch.',
      data: { platform: 'twitch', channel: 'twitch' },
    }),
    anEvent(2, {
      topic: 'twitch.followed',
      message: 'ちびコンピ follows the channel.',
      data: { ...named, userId: '5' },
    }),
    anEvent(3, {
      topic: 'twitch.notice',
      message: 'Twitch says: twitch',
      data: { msgId: 'twitch', text: 'twitch' },
    }),
  ];
  others.forEach((event) => journal.appendEvent(event));
  const command = {
    id: 'twitch',
    at: 1,
    name: 'restart',
    target: 'twitch',
    actor: 'twitch',
    input: {},
    result: 'settled',
    message: 'Twitch chat, to restart: twitch',
    endedAt: 2,
  } as const;
  journal.append({ kind: 'command', record: command });
  journal.appendEvent(
    anEvent(4, {
      topic: 'twitch.followed',
      message: 'ちびコンピ follows the channel.',
      data: { ...named, followedAt: 5 },
    }),
  );
  // IRC sends no id here; the follow event has the login.
  journal.appendEvent(
    anEvent(5, {
      topic: 'twitch.raid',
      message: 'ちびコンピ is raiding the channel.',
      data: { login: 'Twitch', viewers: null },
    }),
  );
  const person = { platform: 'twitch', userId: named.userId };
  expect(valueOf(await journal.exportViewer(person))).toMatchObject({
    events: [{ id: anEvent(4).id }, { id: anEvent(5).id }],
  });
  const copy = `${fixture.folder}/copy.db`;
  valueOf(await journal.backup(copy));
  expect(valueOf(await journal.deleteViewer(person))).toMatchObject({ messages: 0, events: 2 });

  const kept = async (from: Journal) => valueOf(await from.queryEvents({}, 10)).events.toReversed();
  expect((await kept(journal)).slice(0, 3)).toEqual(others);
  expect((await kept(journal)).slice(3).map(({ message, data }) => [message, data])).toEqual([
    [
      '(deleted viewer) follows the channel.',
      {
        userId: '(deleted viewer)',
        login: '(deleted viewer)',
        displayName: '(deleted viewer)',
        followedAt: 5,
      },
    ],
    ['(deleted viewer) is raiding the channel.', { login: '(deleted viewer)', viewers: null }],
  ]);
  expect(valueOf(await journal.queryRecords('command', {}, 10))).toEqual([command]);
  expect(valueOf(await journal.queryEvents({ text: 'ちびコンピ' }, 10)).events.map(({ id }) => id)).toEqual([
    others[1]?.id,
  ]);

  // A follower who never wrote is recognized by id alone in a restored backup.
  const restored = await fixture.open({ file: `${fixture.folder}/other.db` });
  valueOf(await restored.importFrom(`${fixture.folder}/journal.db`));
  valueOf(await restored.importFrom(copy));
  expect(JSON.stringify(await kept(restored))).not.toContain(named.userId);
});

it.each(['twitch', 'chat', 'the', 'quiet_heron'])(
  'deletes the Discord viewer %s without changing events about a namesake on Twitch, or matching by display name',
  async (login) => {
    await using fixture = createJournalFixture();
    const journal = await fixture.open();
    const person = { platform: 'discord' as const, userId: '4711' };
    journal.appendChat(aChatMessage(1, { ...person, userName: login, displayName: `${login} on Discord` }));
    const others = [
      anEvent(2, {
        topic: 'twitch.raid',
        message: 'Somebody is raiding the channel.',
        data: { login, displayName: login, viewers: 3 },
      }),
      anEvent(3, {
        topic: 'twitch.raid',
        message: 'Somebody is raiding the channel.',
        data: { login: `${login} on Discord`, viewers: 3 },
      }),
      anEvent(4, { message: `${login} is a word, and so is twitch.`, data: { platform: 'twitch', login } }),
    ];
    others.forEach((event) => journal.appendEvent(event));
    expect(valueOf(await journal.deleteViewer(person))).toMatchObject({ messages: 1, events: 0 });
    expect(valueOf(await journal.queryEvents({}, 10)).events.toReversed()).toEqual(others);
  },
);

it('stores no chat while the archive is off', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  journal.setChatArchive(false);
  journal.appendChat(aChatMessage(1));
  journal.setChatArchive(true);
  journal.appendChat(aChatMessage(2));
  expect(valueOf(await journal.queryChat({}, 10)).map(({ id }) => id)).toEqual(['message-2']);
});

it('refuses to delete a viewer while nothing can be written, and says so', async () => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open({ file: fixture.folder });
  expect(await journal.deleteViewer(viewer)).toMatchObject({ ok: false });
});
