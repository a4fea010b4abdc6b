import { expect, it } from 'vitest';
import { chatMessage, chatMessageChanged } from '#shared/catalogue/topics/chat.ts';
import type { ChatReference, TopicDraft } from '#shared/catalogue/topics/define.ts';
import { withoutChat } from '#shared/catalogue/topics/index.ts';
import {
  chatMessageSchema,
  eventRecordSchema,
  type ChatMessage,
  type EventRecord,
} from '#shared/model/index.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { sentenceWithChat } from './chat-events.ts';
import { createEventMatcher, readShownEvents } from './event-filter.ts';
import { createRedaction } from './redaction.ts';

const written = plainMessage({
  id: 'm-1',
  userName: 'mothwing',
  displayName: 'Mothwing',
  text: 'the rope holds',
});
const eventOf = ({ topic, level, message, data }: TopicDraft): EventRecord => ({
  id: 'e-1',
  topic: topic.name,
  source: 'inbox',
  level,
  at: 1,
  message,
  correlationId: 'e-1',
  causeId: null,
  data,
});
const bare = (text: string): string => text.replaceAll(/[\u2066-\u2069]/gu, '');
const holding =
  (...messages: readonly ChatMessage[]) =>
  ({ platform, id }: ChatReference): ChatMessage | undefined =>
    messages.find((message) => message.platform === platform && message.id === id);

const said = withoutChat(eventOf(chatMessage({ message: written })));
const edited = withoutChat(eventOf(chatMessageChanged({ change: 'edited', messages: [written] })));

it('quotes a message from the chat of its platform, or says that the window does not have it', () => {
  expect(bare(sentenceWithChat(said, holding(written)))).toBe('Mothwing: the rope holds');
  expect(bare(sentenceWithChat(edited, holding(written)))).toBe('A message of Mothwing was edited');
  for (const find of [holding(), holding({ ...written, platform: 'discord' })]) {
    expect(sentenceWithChat(said, find)).toBe('A chat message on Twitch that this window does not hold');
    expect(sentenceWithChat(edited, find)).toBe('A message was edited that this window does not hold');
  }
});

it('keeps the sentence of an event with its own message, as in older files, or without one', () => {
  const whole = eventOf(chatMessage({ message: written }));
  expect(sentenceWithChat(whole, holding())).toBe(whole.message);
  const bareOne = { ...whole, data: {}, message: 'Mothwing: hello' };
  expect(sentenceWithChat(bareOne, holding())).toBe('Mothwing: hello');
});

it('finds an event by the words that its message has now', () => {
  const matches = createEventMatcher(readShownEvents({ text: 'rope', level: 'debug' }));
  const say = (find: ReturnType<typeof holding>) => (event: EventRecord) => sentenceWithChat(event, find);
  expect(matches(said, say(holding()))).toBe(false);
  expect(matches(said, say(holding(written)))).toBe(true);
  expect(matches(said, say(holding({ ...written, text: 'the ladder' })))).toBe(false);
});

it('hides the viewer where names are hidden, and still finds the message', () => {
  const redaction = createRedaction();
  const message = chatMessageSchema.parse(redaction.cover(written));
  const event = eventRecordSchema.parse(redaction.cover(said));
  expect(bare(sentenceWithChat(event, holding(message)))).toBe('Viewer 1: the rope holds');
});
