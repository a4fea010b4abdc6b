/** The Discord procedures and operations, as the contract offers them. */
import { safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  discordEdit,
  discordPost,
  discordRehearseCommand,
  discordRemove,
  discordTryNotice,
} from '#shared/catalogue/operations/discord.ts';
import { Fault } from '#shared/kernel/index.ts';
import { createGatewayRig, type GatewayRig } from './testing/contract-suite.ts';
import { run } from './testing/run.ts';

describe('Discord over the contract', () => {
  let rig: GatewayRig;
  beforeEach(() => {
    rig = createGatewayRig();
  });
  afterEach(() => rig.gateway.close());

  it("returns the bot's permissions and capabilities", async () => {
    expect(await rig.createClient().discord.overview()).toMatchObject({
      bot: { name: 'Lamp' },
      slash: { state: 'offered' },
      goLive: { enabled: true, last: null },
    });
  });

  it('posts as the bot or under another name, once per call', async () => {
    const client = rig.createClient();
    expect(await run(client, discordPost, { text: ' Hello ' })).toMatchObject({ channelTitle: '#harbour' });
    await run(client, discordPost, { text: 'Hello', channelId: '7', name: 'Stage' });
    const [first, second] = rig.ports.discord.posts;
    expect(first).toMatchObject({ text: 'Hello', cause: 'test' });
    expect(second).toMatchObject({ channelId: '7', name: 'Stage' });
    expect(first?.runId).not.toBe(second?.runId);
    expect(await run(client, discordTryNotice, {})).toMatchObject({ text: 'Test, not live' });
  });

  it('sends a text that contains a secret only when the owner insists', async () => {
    const client = rig.createClient();
    await run(client, discordPost, { text: 'Hello', sendAnyway: true });
    await run(client, discordPost, { text: 'Hello' });
    expect(rig.ports.discord.posts.map(({ sendAnyway }) => sendAnyway)).toEqual([true, undefined]);
  });

  it('describes in OpenAPI how to insist on sending a secret, for chat, posts and edits', async () => {
    const described = JSON.stringify(await rig.gateway.describeHttp('/api'));
    // Each operation by its own address and by `POST /operations/{id}`.
    expect(described.match(/"sendAnyway":\{/g)).toHaveLength(6);
    expect(described).toContain('Pass true to send a text that contains a stored secret or a token');
  });

  it('edits and deletes a message of ours', async () => {
    const client = rig.createClient();
    const place = { channelId: '300', messageId: '5' };
    await run(client, discordEdit, { ...place, text: 'Better' });
    await run(client, discordRemove, { ...place, webhookId: '9' });
    expect(rig.ports.discord.edits).toEqual([{ ...place, webhookId: null, text: 'Better' }]);
    expect(rig.ports.discord.removed).toEqual([{ ...place, webhookId: '9' }]);
  });

  it('lets a viewer of the rehearsal use a command', async () => {
    const client = rig.createClient();
    expect(await run(client, discordRehearseCommand, { command: 'status' })).toEqual({
      message: 'A viewer uses /status.',
    });
    expect((await safe(run(client, discordRehearseCommand, { command: 'dance' }))).error).toMatchObject({
      code: 'discord.unknown-command',
    });
  });

  it('passes on the message of a refusal', async () => {
    rig.ports.discord.refusal = new Fault('discord.post-refused', 'The bot may not write in #harbour.', {
      kind: 'configuration',
    });
    const { error } = await safe(run(rig.createClient(), discordPost, { text: 'Hello' }));
    expect(error).toMatchObject({
      code: 'discord.post-refused',
      message: 'The bot may not write in #harbour.',
    });
  });

  it.each([
    ['no text', { text: ' ' }],
    ['a channel that is not an id', { text: 'x', channelId: '#general' }],
    ['a picture on this machine', { text: 'x', name: 'Stage', pictureUrl: 'file:///etc/passwd' }],
    ['a name that is too long', { text: 'x', name: 'x'.repeat(81) }],
  ])('refuses a post with %s', async (_what, post) => {
    expect((await safe(run(rig.createClient(), discordPost, post))).error).toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect(rig.ports.discord.posts).toEqual([]);
  });
});
