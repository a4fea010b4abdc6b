import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import {
  aChatMessage,
  anEvent,
  createJournalFixture,
  valueOf,
} from '#main/journal/testing/journal-fixture.ts';
import { createRedactor } from '#shared/kernel/index.ts';
import { createFakeClock } from '#shared/kernel/testing/index.ts';
import { parseDiagnosticBundle, type DiagnosticBundle } from '#shared/model/index.ts';
import { collectDiagnostics } from './collect-diagnostics.ts';

const secret = 'oauth:abcdefghij0123456789abcdefghij';

const collect = async (withChat: boolean, mostChat?: number): Promise<Buffer> => {
  await using fixture = createJournalFixture();
  const journal = await fixture.open();
  for (let number = 1; number <= 5_000; number += 1) journal.appendEvent(anEvent(number));
  journal.appendEvent(anEvent(5_001, { message: `Signed in with ${secret}`, at: anEvent(4_000).at }));
  journal.appendChat(aChatMessage(3_400));
  journal.appendChat(aChatMessage(3_500));
  for (const [at, reason] of [
    [anEvent(1_000).at, 'Early'],
    [anEvent(3_500).at, 'Within'],
    [anEvent(4_500).at, 'Late'],
  ] as const)
    journal.appendTransition({ componentId: 'obs:main', at, state: 'running', level: 'healthy', reason });
  return valueOf(
    await collectDiagnostics(
      {
        journal,
        clock: createFakeClock(),
        redactor: createRedactor(),
        versions: { cuelight: '0.1.0' },
        graph: () => ({ components: [], edges: [{ from: 'a', to: 'b', kind: 'uses', rate: null }] }),
        security: () => ({ checkedAt: 5, items: [] }),
        ...(mostChat !== undefined && { mostChat }),
        settings: async () => ({ twitch: { channel: 'the_stage', password: 'swordfish' } }),
      },
      { from: anEvent(1_001).at, to: anEvent(4_000).at, withChat },
    ),
  );
};

const read = (file: Buffer): DiagnosticBundle => {
  const content = parseDiagnosticBundle(gunzipSync(file).toString('utf8'));
  if (!content.ok) throw new Error(content.error);
  return content.value;
};

it('collects its time range without secrets, in a form that can be read again', async () => {
  const content = read(await collect(false));
  expect(content.events).toHaveLength(3_001);
  expect(content.events[0]).toEqual(anEvent(1_001));
  expect(content.eventsCut).toBe(false);
  expect(content.before.map(({ reason }) => reason)).toEqual(['Early']);
  expect(content.transitions.map(({ reason }) => reason)).toEqual(['Within']);
  expect(content.chat).toEqual([]);
  expect(content.edges).toHaveLength(1);
  const text = JSON.stringify(content);
  expect(text).not.toContain(secret);
  expect(text).not.toContain('swordfish');
});

it('includes chat only on request', async () => {
  const content = read(await collect(true));
  expect(content.chat).toEqual([aChatMessage(3_400), aChatMessage(3_500)]);
  expect(content.chatCut).toBe(false);
});

it('includes the newest chat when there is too much, and marks the bundle as cut', async () => {
  const content = read(await collect(true, 1));
  expect(content.chat).toEqual([aChatMessage(3_500)]);
  expect(content.chatCut).toBe(true);
});
