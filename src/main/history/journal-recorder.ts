import type { SystemPort } from '#core/index.ts';
import type { Journal } from '#main/journal/index.ts';
import { chatDeleted, chatEdited, chatMessage, chatMessageChanged } from '#shared/catalogue/topics/chat.ts';
import { componentHealthChanged, componentStateChanged } from '#shared/catalogue/topics/components.ts';
import { keepOf, withoutChat } from '#shared/catalogue/topics/index.ts';
import { toDisposable } from '#shared/kernel/index.ts';
import type { EventRecord } from '#shared/model/index.ts';

type Kept = Pick<Journal, 'appendChat' | 'appendChatChange' | 'appendEvent' | 'appendTransition'>;

/** Writes events into the journal where their topics say, and each change of state or health. */
export const recordInJournal = (system: Pick<SystemPort, 'events' | 'detail'>, journal: Kept): Disposable => {
  const keepTransition = ({ source, at }: { readonly source: string; readonly at: number }): void => {
    const view = system.detail(source);
    if (!view) return;
    const { state, health } = view;
    journal.appendTransition({
      componentId: source,
      at,
      state,
      level: health.level,
      reason: health.summary,
    });
  };
  const held = [
    system.events.on(chatMessage, ({ data }) => journal.appendChat(data.message)),
    // The inbox reports changes only for messages in its memory. The change events also reach archived
    // messages.
    system.events.on(chatEdited, ({ data }) => journal.appendChatChange({ kind: 'edited', edit: data })),
    system.events.on(chatDeleted, ({ data }) =>
      journal.appendChatChange({ kind: 'deleted', deletion: data }),
    ),
    system.events.on(chatMessageChanged, ({ data }) => {
      for (const message of data.messages) journal.appendChat(message);
    }),
    system.events.on('*', (event) => keepEvent(event, journal)),
    system.events.on(componentStateChanged, keepTransition),
    system.events.on(componentHealthChanged, keepTransition),
  ];
  return toDisposable(() => {
    for (const each of held) each[Symbol.dispose]();
  });
};

const keepEvent = (event: EventRecord, journal: Pick<Kept, 'appendEvent'>): void => {
  if (keepOf(event.topic) === 'events') journal.appendEvent(withoutChat(event));
};
