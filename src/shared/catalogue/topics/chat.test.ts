import { describe, expect, it } from 'vitest';
import type { EventData, EventRecord } from '../../model/index.ts';
import { plainMessage } from '../../model/testing/plain-message.ts';
import { chatEdited, chatMessage, chatMessageChanged } from './chat.ts';
import { findTopic, topics, withoutChat } from './index.ts';

const written = plainMessage({ id: 'm-1', displayName: 'Maple Otter', text: 'the rope holds' });
const record = (topic: string, data: EventData, message: string): EventRecord => ({
  id: 'e-1',
  topic,
  source: 'inbox',
  level: 'debug',
  at: 1,
  message,
  correlationId: 'e-1',
  causeId: 'e-0',
  data,
});
const bare = (text: string | undefined) => text?.replaceAll(/[\u2066-\u2069]/gu, '');

describe('an event that is about a chat message', () => {
  it.each([
    chatMessage({ message: written }),
    chatMessage({ message: written, removed: true }),
    chatMessageChanged({ change: 'edited', messages: [written] }),
    chatMessageChanged({ change: 'deleted', messages: [written, { ...written, id: 'm-2' }] }),
    chatEdited({
      platform: 'twitch',
      channel: 'c',
      at: 1,
      author: { userId: '7', login: 'maple', displayName: 'Maple Otter' },
      id: 'm-1',
      text: written.text,
    }),
  ])('is stored without the text and keeps its topic: $topic.name', ({ topic, data, message }) => {
    const event = record(topic.name, data, message);
    const left = withoutChat(event);
    expect(JSON.stringify(left)).not.toContain('rope');
    expect(JSON.stringify(left)).toContain('m-1');
    expect(left).toMatchObject({ ...event, message: left.message, data: left.data });
  });

  it('shows the message text when the message is found, and a generic sentence otherwise', () => {
    const { data, message } = withoutChat(record(chatMessage.name, { message: written }, ''));
    expect(message).toBe('A chat message on Twitch');
    expect(data).toEqual({ platform: 'twitch', channel: written.channel, messageId: 'm-1' });
    expect(chatMessage.chat?.references(data)).toEqual([{ platform: 'twitch', id: 'm-1' }]);
    expect(bare(chatMessage.chat?.sentence(data, [written]))).toBe('Maple Otter: the rope holds');
    expect(chatMessage.chat?.sentence(data, [])).toBe(message);
  });

  it('names the author of one changed message, and gives only the count of several', () => {
    const changed = (count: number) =>
      withoutChat(
        record(
          chatMessageChanged.name,
          {
            change: 'deleted',
            messages: Array.from({ length: count }, (_, id) => ({ ...written, id: `${id}` })),
          },
          '',
        ),
      ).data;
    const { chat } = chatMessageChanged;
    expect(chat?.references(changed(1))).toEqual([{ platform: 'twitch', id: '0' }]);
    expect(bare(chat?.sentence(changed(1), [written]))).toBe('A message of Maple Otter was deleted');
    expect(chat?.references(changed(2))).toEqual([]);
  });

  it('with an embedded message, as earlier hosts send it, is left unchanged', () => {
    expect(chatMessage.chat?.references({ message: written })).toEqual([]);
    expect(chatMessageChanged.chat?.references({ change: 'edited', messages: [written] })).toEqual([]);
  });

  it('can be stored without its message for every topic that is kept as chat', () => {
    const kept = topics.filter(({ keep }) => keep === 'chat');
    expect(kept.length).toBeGreaterThan(0);
    for (const topic of kept) expect(topic.chat).not.toBeNull();
    const event = record('house.door-moved', { text: 'free' }, 'A door moved');
    expect(findTopic(event.topic)).toBeUndefined();
    expect(withoutChat(event)).toBe(event);
  });
});
