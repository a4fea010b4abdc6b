import { createORPCClient, safe } from '@orpc/client';
import { expect, it } from 'vitest';
import { chatSend } from '#shared/catalogue/operations/chat.ts';
import { createSystemClock } from '#shared/kernel/system-clock.ts';
import { createSeededRandom } from '#shared/kernel/random.ts';
import type { DiagnosticBundle } from '#shared/model/index.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { createFakeHost } from './testing/fake-host.ts';
import { firstFrames } from '../stores/streams/table.ts';
import type { CuelightClient } from './cuelight-client.ts';
import { createFileTransport } from './file-transport.ts';
import { runOperation } from './run-operation.ts';

const openFile = async (): Promise<CuelightClient> => {
  const host = createFakeHost({ clock: createSystemClock(), random: createSeededRandom(7) });
  const at = 1_000;
  const event = (id: number, level: 'info' | 'error', message: string) => ({
    id: `event-${id}`,
    topic: 'bridge.lost',
    source: id === 3 ? 'discord' : 'obs:main',
    level,
    at: at + id,
    message,
    correlationId: null,
    causeId: null,
    data: {},
  });
  const content: DiagnosticBundle = {
    madeAt: 5_000,
    from: 0,
    to: 4_000,
    versions: { cuelight: '0.1.0' },
    components: [...host.components.values()],
    edges: [...host.edges()],
    before: [],
    transitions: [],
    events: [
      event(1, 'info', 'OBS is there'),
      event(2, 'error', 'OBS is gone'),
      event(3, 'info', 'Discord is there'),
    ],
    eventsCut: false,
    chat: [
      plainMessage({ id: 'chat-1', at: 1_001, text: 'the rope holds' }),
      plainMessage({
        id: 'chat-2',
        at: 1_002,
        text: 'another Rope',
        platform: 'discord',
        userName: 'juniper',
      }),
      plainMessage({ id: 'chat-3', at: 1_003, text: 'a rope ladder' }),
    ],
    settings: {},
  };
  const transport = createFileTransport(content, firstFrames(content));
  const connection = await transport.connect(new AbortController().signal);
  if (!connection.ok) throw new Error(connection.error.message);
  return createORPCClient(connection.value.link);
};

it('shows the graph of a bundle and says that it is not live', async () => {
  const client = await openFile();
  const frames = await client.system.watch({});
  const { value } = await frames.next();
  expect(value).toMatchObject({
    kind: 'snapshot',
    verdict: { sentence: 'Recorded, not live', level: 'unknown' },
  });
  await frames.return?.();
  expect(await client.components.get({ id: 'obs:main' })).toMatchObject({ title: 'OBS main', status: {} });
});

it('stays silent for a stream without data in the bundle, so that readers do not retry', async () => {
  const client = await openFile();
  const reading = new AbortController();
  const frames = await client.obs.watch({}, { signal: reading.signal });
  const next = frames.next();
  const first = await Promise.race([next, Promise.resolve('nothing yet')]);
  expect(first).toBe('nothing yet');
  reading.abort();
  expect(await next).toMatchObject({ done: true });
});

it('filters and pages events like the journal', async () => {
  const client = await openFile();
  const idsOf = async (filter: Parameters<CuelightClient['events']['query']>[0]): Promise<string[]> =>
    (await client.events.query(filter)).events.map(({ id }) => id);
  expect(await idsOf({})).toEqual(['event-3', 'event-2', 'event-1']);
  expect(await idsOf({ level: 'error' })).toEqual(['event-2']);
  expect(await idsOf({ component: 'discord' })).toEqual(['event-3']);
  expect(await idsOf({ text: 'obs there' })).toEqual(['event-1']);
  const page = await client.events.query({ limit: 2 });
  expect(page).toMatchObject({ next: 'event-2', total: 3, oldestAt: 1_001 });
  expect(await idsOf({ before: page.next ?? '' })).toEqual(['event-1']);
  expect(await idsOf({ after: 1_002 })).toEqual(['event-3']);
});

it('searches chat by words, author, platform and time, newest first, up to the limit', async () => {
  const client = await openFile();
  const idsOf = async (query: Parameters<CuelightClient['chat']['search']>[0]): Promise<string[]> =>
    (await client.chat.search(query)).messages.map(({ id }) => id);
  expect(await idsOf({ text: 'rope' })).toEqual(['chat-3', 'chat-2', 'chat-1']);
  expect(await idsOf({ text: 'rope', limit: 2 })).toEqual(['chat-3', 'chat-2']);
  expect(await idsOf({ user: 'Juniper' })).toEqual(['chat-2']);
  expect(await idsOf({ name: 'juni' })).toEqual(['chat-2']);
  expect(await idsOf({ text: 'ope' })).toEqual([]);
  expect(await idsOf({ user: '7' })).toEqual(['chat-3', 'chat-2', 'chat-1']);
  expect(await idsOf({ user: '7', platform: 'twitch' })).toEqual(['chat-3', 'chat-1']);
  expect(await idsOf({ before: 1_002 })).toEqual(['chat-1']);
});

it('refuses every change to a bundle', async () => {
  const client = await openFile();
  for (const asked of [
    client.addresses['component.restart']({ id: 'obs:main' }) as Promise<unknown>,
    runOperation(client, chatSend, { platform: 'twitch', text: 'hello' }) as Promise<unknown>,
    client.backups.list() as Promise<unknown>,
  ]) {
    const outcome = await safe(asked);
    expect(outcome.error).toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('This is a file'),
    });
  }
});
