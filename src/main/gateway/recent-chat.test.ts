import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { err, Fault, ok } from '#shared/kernel/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { createGatewayRig, type GatewayRig } from './testing/contract-suite.ts';
import { chatMessage } from './testing/fake-ports.ts';

describe('the newest chat messages over the contract', () => {
  let rig: GatewayRig;
  beforeEach(() => {
    rig = createGatewayRig();
  });
  afterEach(() => rig.gateway.close());

  /** The messages in the simulated journal, oldest first. */
  const keep = (...messages: readonly ChatMessage[]) =>
    vi
      .spyOn(rig.ports.journal, 'queryChat')
      .mockImplementation(async (_filter, limit) => ok(messages.toReversed().slice(0, limit)));
  const recent = async (limit: number) => (await rig.createClient().chat.recent({ limit })).messages;

  it('include marked messages from before this start, oldest first', async () => {
    const removed = chatMessage('a', { removed: { by: 'banned' } });
    keep(removed, chatMessage('b'));
    rig.ports.chat.say(chatMessage('c'));
    const messages = await recent(10);
    expect(messages.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(messages[0]).toEqual(removed);
    expect((await recent(2)).map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('contain each message once, as memory has it, and messages with the same id on other platforms', async () => {
    keep(
      chatMessage('a', { platform: 'discord' }),
      chatMessage('a', { platform: 'twitch', text: 'as it was written' }),
    );
    rig.ports.chat.say(chatMessage('a', { platform: 'twitch', removed: { by: 'deleted' } }));
    expect((await recent(10)).map(({ platform, removed }) => [platform, removed])).toEqual([
      ['discord', undefined],
      ['twitch', { by: 'deleted' }],
    ]);
  });

  it('come from memory alone when it has enough, or when the journal cannot answer', async () => {
    const asked = keep(chatMessage('a'));
    rig.ports.chat.say(chatMessage('b'));
    expect((await recent(1)).map(({ id }) => id)).toEqual(['b']);
    expect(asked).not.toHaveBeenCalled();
    asked.mockResolvedValue(
      err(new Fault('journal.closed', 'The journal is closed.', { kind: 'transient' })),
    );
    expect((await recent(10)).map(({ id }) => id)).toEqual(['b']);
  });
});
