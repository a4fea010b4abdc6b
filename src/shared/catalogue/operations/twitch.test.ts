import { describe, expect, it } from 'vitest';
import { operations } from './index.ts';
import { twitchCreateClip, twitchCreateMarker, twitchModerate, twitchSetChannel } from './twitch.ts';
import { nothingKnown, type OperationWorld } from './world.ts';

const world: OperationWorld = {
  ...nothingKnown,
  isRunning: (id) => id === 'twitch-api',
  chatterOf: (id) => (id === '7' ? { name: 'Aurelia', said: 'is it loud?' } : null),
};
const ban = { action: 'ban', userId: '7', reason: 'spam' } as const;

describe('moderation', () => {
  it.each([
    [{ action: 'delete-message', messageId: 'm' }, 'Delete the message'],
    [{ action: 'time-out', userId: '7', seconds: 600, reason: '' }, 'Time Aurelia out for 10 min'],
    [{ action: 'time-out', userId: '7', seconds: 45, reason: '' }, 'Time Aurelia out for 45 s'],
    [ban, 'Ban Aurelia'],
    [{ action: 'unban', userId: '7' }, 'Let Aurelia write again'],
    [{ action: 'unban', userId: '8' }, 'Let a viewer write again'],
  ] as const)('names its action and its viewer: %j', (input, words) => {
    // A foreign name is wrapped in direction isolates, so that it can't reverse the text beside it.
    expect(twitchModerate.summary(input, world).replaceAll(/[\u2066-\u2069]/g, '')).toBe(words);
  });

  it('asks for confirmation before a ban, and only then', () => {
    expect(twitchModerate.confirmation(ban, world)?.text).toContain('is it loud?');
    expect(twitchModerate.confirmation({ ...ban, userId: '8' }, world)?.title).toBe('Ban a viewer');
    const timeOut = { action: 'time-out', userId: '7', seconds: 60, reason: '' } as const;
    expect(twitchModerate.confirmation(timeOut, world)).toBeNull();
    expect(twitchModerate.confirmation({ action: 'unban', userId: '7' }, world)).toBeNull();
  });

  it('of a viewer is undone by lifting the ban; a deleted message stays deleted', () => {
    const free = { action: 'unban', userId: '7' };
    expect(twitchModerate.undo(ban, 'not-banned')).toEqual(free);
    const timeOut = { action: 'time-out', userId: '7', seconds: 60, reason: '' } as const;
    expect(twitchModerate.undo(timeOut, 'not-banned')).toEqual(free);
    expect(twitchModerate.undo({ action: 'delete-message', messageId: 'm' }, 'not-banned')).toBeNull();
    expect(twitchModerate.undo({ action: 'unban', userId: '7' }, 'not-banned')).toBeNull();
  });
});

describe('the title and the category', () => {
  const before = { title: 'Old words', category: 'Music' };
  it.each([
    [{ title: 'New words' }, { title: 'Old words' }],
    [{ category: '' }, { category: 'Music' }],
    [
      { title: 'New words', category: 'Art' },
      { title: 'Old words', category: 'Music' },
    ],
    [{ title: 'Old words', category: 'Art' }, { category: 'Music' }],
    [{ title: 'Old words' }, null],
  ])('are reset as far as they were changed: %j', (input, back) => {
    expect(twitchSetChannel.undo(input, before)).toEqual(back);
  });

  it('are not reset to an empty title, which Twitch refuses', () => {
    expect(twitchSetChannel.undo({ title: 'New words' }, { title: '', category: '' })).toBeNull();
  });
});

describe('a marker and a clip', () => {
  it('are offered while the Twitch API runs', () => {
    expect(twitchCreateMarker.offers(world)).toEqual([{ description: '' }]);
    expect(twitchCreateClip.offers(world)).toEqual([{}]);
    expect(twitchCreateMarker.offers(nothingKnown)).toEqual([]);
    expect(twitchCreateClip.offers(nothingKnown)).toEqual([]);
  });

  it('are reported with the position in the stream', () => {
    const done = twitchCreateMarker.done({ positionSeconds: 6_061.5 }, { description: '' });
    expect(done).toBe('Marker added at 01:41:01.');
  });
});

describe('the record of an operation on a platform', () => {
  it('contains no text, no name and no id of a viewer', () => {
    const ours = operations.filter(({ tag }) => ['twitch', 'discord', 'chat'].includes(tag));
    expect(new Set(ours.flatMap(({ keeps }) => [...keeps]))).toEqual(
      new Set(['action', 'outcome', 'platform', 'sendAnyway']),
    );
  });
});
