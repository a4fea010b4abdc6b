import { expect, it } from 'vitest';
import { toDisposable } from '#shared/kernel/index.ts';
import type { ChatChange, ChatEdit, ChatMessage, EventRecord } from '#shared/model/index.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { recordInJournal } from './journal-recorder.ts';

const written = plainMessage({
  id: 'd-1',
  platform: 'discord',
  channel: '3',
  channelTitle: '#harbour',
  displayName: 'Maple Otter',
  text: 'the harbor is closed',
  at: 1_000,
});

const record = () => {
  const chat: ChatMessage[] = [];
  const changes: ChatChange[] = [];
  const events: EventRecord[] = [];
  const listeners: ((event: EventRecord) => void | Promise<void>)[] = [];
  let ids = 0;
  const emit = (source: string, topic: string, draft: Pick<EventRecord, 'message' | 'data'>): EventRecord => {
    const id = `event-${(ids += 1)}`;
    const event = {
      level: 'debug',
      at: 2_000,
      correlationId: null,
      causeId: null,
      id,
      topic,
      source,
      ...draft,
    } as const;
    for (const listener of listeners) void listener(event);
    return event;
  };
  recordInJournal(
    {
      detail: () => undefined,
      events: {
        on: (_pattern, listener) => {
          listeners.push(listener);
          return toDisposable(() => void listeners.splice(0));
        },
        emit: (source, topic, { message, data = {} }) => emit(source, topic, { message, data }),
        recent: () => [],
      },
    },
    {
      appendChat: (message) => void chat.push(message),
      appendChatChange: (change) => void changes.push(change),
      appendEvent: (event) => void events.push(event),
      appendTransition: () => undefined,
    },
  );
  return { chat, changes, events, emit };
};

it('keeps a message of Discord as it reads now, and in events only that it changed', () => {
  const { chat, changes, events, emit } = record();
  const edited = { ...written, text: 'the harbour is open', editedAt: 2_000 };
  emit('inbox', 'chat.message', { message: 'Maple Otter: …', data: { message: written } });
  const edit: ChatEdit = {
    platform: 'discord',
    channel: '3',
    at: 2_000,
    author: null,
    id: 'd-1',
    text: edited.text,
  };
  emit('discord', 'chat.edited', { message: 'Somebody changed a message on Discord.', data: edit });
  emit('inbox', 'chat.message-changed', {
    message: 'A message of Maple Otter was edited',
    data: { change: 'edited', messages: [edited] },
  });
  expect(chat).toEqual([written, edited]);
  expect(events.map(({ topic }) => topic)).toEqual(['chat.edited', 'chat.message-changed']);
  expect(changes).toEqual([{ kind: 'edited', edit }]);
  expect(JSON.stringify(events)).not.toMatch(/harbour|Maple/);
});
