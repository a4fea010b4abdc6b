import { expect, it } from 'vitest';
import { FakeEvents } from '#core/testing/fake-events.ts';
import { createJournalFixture } from '#main/journal/testing/journal-fixture.ts';
import { chatEdited, chatMessage, chatMessageChanged } from '#shared/catalogue/topics/chat.ts';
import { obsSceneChanged } from '#shared/catalogue/topics/obs.ts';
import { createCountingIds } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { createHistoryPort } from './history-port.ts';

const message = plainMessage({ text: 'The tide is coming in' });
const edit = {
  platform: 'twitch',
  channel: 'harbour',
  at: 2_000,
  author: { userId: '7', login: 'maple_otter', displayName: 'Maple_Otter' },
  id: message.id,
  text: 'The tide is going out',
} as const;

it('answers with one chat event without its text, like the stream of events', async () => {
  await using journals = createJournalFixture();
  const events = new FakeEvents(createFakeClock(), createCountingIds('event'));
  const history = createHistoryPort({
    system: { events },
    journal: await journals.open(),
    beat: () => undefined,
  });
  const emitted = [
    chatMessage({ message }),
    chatEdited(edit),
    chatMessageChanged({ change: 'edited', messages: [{ ...message, text: edit.text }] }),
  ].map((draft) => events.emit('inbox', draft));
  for (const { id, topic } of emitted) {
    const found = await history.event(id);
    expect(found).toMatchObject({ ok: true, value: { id, topic } });
    expect(JSON.stringify(found)).not.toContain('The tide');
  }
  const { id } = events.emit(
    'obs:main',
    obsSceneChanged({ scene: 'Main', previous: null }, { title: 'OBS' }),
  );
  expect(await history.event(id)).toMatchObject({ ok: true, value: { data: { scene: 'Main' } } });
});
