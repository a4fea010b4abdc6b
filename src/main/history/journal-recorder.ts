import type { SystemPort } from '#core/index.ts';
import type { Journal } from '#main/journal/index.ts';
import { chatChangeOf, chatMessageSchema, type ChatMessage, type EventRecord } from '#shared/model/index.ts';

/** Writes what happens into the journal: chat as chat, everything else as events, and each change of state or health. */
export const recordInJournal = (
  system: Pick<SystemPort, 'events' | 'detail'>,
  journal: Pick<Journal, 'appendChat' | 'appendChatChange' | 'appendEvent' | 'appendTransition'>,
): Disposable =>
  system.events.on('*', (event) => {
    if (event.topic === 'chat.message') {
      const message = chatMessageSchema.safeParse(event.data['message']);
      if (message.success) journal.appendChat(message.data);
      return;
    }
    // The inbox tells of messages that it holds; the change itself reaches those that only the archive holds.
    const change = chatChangeOf(event);
    if (change) journal.appendChatChange(change);
    const messages = changedMessages(event);
    for (const message of messages) journal.appendChat(message);
    journal.appendEvent(withoutChatText(event, messages));
    if (event.topic !== 'component.state-changed' && event.topic !== 'component.health-changed') return;
    const view = system.detail(event.source);
    if (!view) return;
    journal.appendTransition({
      componentId: event.source,
      at: event.at,
      state: view.state,
      level: view.health.level,
      reason: view.health.summary,
    });
  });

const changedMessages = ({ topic, data }: EventRecord): readonly ChatMessage[] => {
  if (topic !== 'chat.message-changed') return [];
  const messages = chatMessageSchema.array().safeParse(data['messages']);
  return messages.success ? messages.data : [];
};

const changeWords = (change: unknown, count: number): string => {
  const what = change === 'deleted' ? 'deleted' : 'edited';
  return count === 1 ? `A message was ${what}` : `${count} messages were ${what}`;
};

/** What people write is kept as chat alone, from where it goes with its viewer: an event tells only which message it was. */
const withoutChatText = (event: EventRecord, messages: readonly ChatMessage[]): EventRecord => {
  if (event.topic === 'chat.edited') {
    const { text: _text, ...data } = event.data;
    return { ...event, data };
  }
  if (event.topic !== 'chat.message-changed') return event;
  return {
    ...event,
    message: changeWords(event.data['change'], messages.length),
    data: {
      change: event.data['change'],
      platform: messages[0]?.platform ?? null,
      messageIds: messages.map(({ id }) => id),
    },
  };
};
