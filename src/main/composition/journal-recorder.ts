import type { SystemPort } from '#core/index.ts';
import type { Journal } from '#main/journal/index.ts';
import { chatMessageSchema, type EventRecord } from '#shared/model/index.ts';

/** Writes what happens into the journal: chat as chat, everything else as events, and each change of state or health. */
export const recordInJournal = (
  system: Pick<SystemPort, 'events' | 'detail'>,
  journal: Pick<Journal, 'appendChat' | 'appendEvent' | 'appendTransition'>,
): Disposable =>
  system.events.on('*', (event) => {
    if (event.topic === 'chat.message') {
      const message = chatMessageSchema.safeParse(event.data['message']);
      if (message.success) journal.appendChat(message.data);
      return;
    }
    if (event.topic === 'chat.message-changed') {
      const message = chatMessageSchema.safeParse(event.data['message']);
      if (message.success) journal.appendChat(message.data);
    }
    journal.appendEvent(withoutChatText(event));
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

/** What people write is kept as chat alone, from where it goes with its viewer: an event tells only which message it was. */
const withoutChatText = (event: EventRecord): EventRecord => {
  if (event.topic === 'discord.message-edited') {
    const { text: _text, ...data } = event.data;
    return { ...event, data };
  }
  if (event.topic !== 'chat.message-changed') return event;
  const message = chatMessageSchema.safeParse(event.data['message']);
  const { id, platform } = message.success ? message.data : {};
  return {
    ...event,
    message: `A message was ${event.data['change'] === 'deleted' ? 'deleted' : 'edited'}`,
    data: { change: event.data['change'], messageId: id ?? null, platform: platform ?? null },
  };
};
