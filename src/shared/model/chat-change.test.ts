import { describe, expect, it } from 'vitest';
import { applyChatChange, removalReachMs, type ChatDeletion } from './chat-change.ts';
import { plainMessage } from './testing/plain-message.ts';

const at = removalReachMs * 3;
const message = plainMessage({ at });
const gull = { userId: message.userId, login: message.userName, displayName: null };
const deletion = (over: Partial<ChatDeletion>): ChatDeletion => ({
  platform: 'twitch',
  channel: message.channel,
  at,
  author: null,
  by: 'cleared',
  scope: 'channel',
  ids: [],
  ...over,
});
const isRemoved = (over: Partial<ChatDeletion>, said = message): boolean =>
  applyChatChange(said, { kind: 'deleted', deletion: deletion(over) }) !== null;

describe('a deletion', () => {
  it.each([
    ['a clear removes what was said before', {}, {}, true],
    ['a clear removes nothing said after', {}, { at: at + 1 }, false],
    ['a clear removes nothing of another channel', {}, { channel: 'elsewhere' }, false],
    ['a clear removes nothing of another platform', {}, { platform: 'discord' }, false],
    ['a clear removes nothing of an earlier day', {}, { at: at - removalReachMs - 1 }, false],
    ['a clear removes what a shared chat brought into the channel', {}, { sharedFrom: '99' }, true],
    ['a ban removes what its author said', { scope: 'author', author: gull }, {}, true],
    ['a ban removes nothing of others', { scope: 'author', author: gull }, { userId: '8' }, false],
    [
      'a ban removes nothing of a namesake with another id',
      { scope: 'author', author: gull },
      { userId: '8', userName: message.userName },
      false,
    ],
    [
      'a ban without an id goes by the login, whatever its case',
      { scope: 'author', author: { userId: null, login: message.userName.toUpperCase(), displayName: null } },
      {},
      true,
    ],
    ['a ban without an author removes nothing', { scope: 'author' }, {}, false],
    [
      'a deletion by id removes that message whatever its time',
      { scope: 'messages', ids: ['message-1'] },
      { at: at + 9 },
      true,
    ],
    ['a deletion by id removes no other', { scope: 'messages', ids: ['message-2'] }, {}, false],
  ] as const)('%s', (_title, over, said, expected) => {
    expect(isRemoved({ ...over, ids: 'ids' in over ? [...over.ids] : [] }, { ...message, ...said })).toBe(
      expected,
    );
  });

  it('records how and why a message was removed, and keeps the first reason', () => {
    const timedOut = deletion({
      scope: 'author',
      author: gull,
      by: 'timed-out',
      seconds: 600,
      reason: 'links',
    });
    const removed = applyChatChange(message, { kind: 'deleted', deletion: timedOut });
    expect(removed).toEqual({
      ...message,
      deletedAt: at,
      removed: { by: 'timed-out', seconds: 600, reason: 'links' },
    });
    expect(removed && applyChatChange(removed, { kind: 'deleted', deletion: deletion({}) })).toBeNull();
  });
});
