import { expect, it } from 'vitest';
import { FakeEvents } from '#core/testing/fake-events.ts';
import { chatEdited, chatMessage, chatMessageChanged } from '#shared/catalogue/topics/chat.ts';
import { createCountingIds } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
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
  const bus = new FakeEvents(createFakeClock(), createCountingIds('event'));
  recordInJournal(
    { detail: () => undefined, events: bus },
    {
      appendChat: (message) => void chat.push(message),
      appendChatChange: (change) => void changes.push(change),
      appendEvent: (event) => void events.push(event),
      appendTransition: () => undefined,
    },
  );
  return { chat, changes, events, bus };
};

it('stores the current text of a Discord message, and in events only the fact that it changed', () => {
  const { chat, changes, events, bus } = record();
  const edited = { ...written, text: 'the harbour is open', editedAt: 2_000 };
  bus.emit('inbox', chatMessage({ message: written }));
  const edit: ChatEdit = {
    platform: 'discord',
    channel: '3',
    at: 2_000,
    author: null,
    id: 'd-1',
    text: edited.text,
  };
  bus.emit('discord', chatEdited(edit));
  bus.emit('inbox', chatMessageChanged({ change: 'edited', messages: [edited] }));
  expect(chat).toEqual([written, edited]);
  expect(events.map(({ topic }) => topic)).toEqual(['chat.edited', 'chat.message-changed']);
  expect(changes).toEqual([{ kind: 'edited', edit }]);
  expect(JSON.stringify(events)).not.toMatch(/harbour|Maple/);
});
