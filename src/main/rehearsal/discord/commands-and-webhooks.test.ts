import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { viewer, intents, openDiscord, call, readAnswer, connect } from './testing/discord-wire-client.ts';

describe('slash commands of the simulated Discord', () => {
  const open = async () => {
    const discord = await openDiscord();
    const path = `/applications/${discord.botId}/guilds/${discord.guildId}/commands`;
    const command = { name: 'status', description: 'How it goes', type: 1 };
    const made = await call(discord, 'POST', path, command);
    const client = await connect(discord);
    client.identify(intents.guilds);
    await client.until('GUILD_CREATE');
    /** Uses the command and waits for the gateway's dispatch. */
    const use = async () => {
      const id = discord.useCommand(viewer, 'status');
      await client.until('INTERACTION_CREATE');
      const interaction = client.frames.findLast(({ t }) => t === 'INTERACTION_CREATE')?.d;
      const { token } = z.object({ id: z.literal(id ?? ''), token: z.string() }).parse(interaction);
      return {
        callback: `/interactions/${id}/${token}/callback`,
        answers: `/webhooks/${discord.botId}/${token}`,
      };
    };
    return {
      discord,
      path,
      made,
      use,
      [Symbol.asyncDispose]: async () => {
        client.socket.terminate();
        await discord[Symbol.asyncDispose]();
      },
    };
  };
  const answer = (content: string, flags = 0) => ({ type: 4, data: { content, flags } });

  it('are created, replaced by name and deleted', async () => {
    await using opened = await open();
    const { discord, path, made } = opened;
    expect(made.status).toBe(201);
    const again = await call(discord, 'POST', path, { name: 'status', description: 'Changed' });
    expect(again.status).toBe(200);
    expect(readAnswer(again.answer).id).toBe(readAnswer(made.answer).id);
    expect((await call(discord, 'POST', path, { name: 'Not Lower', description: 'x' })).status).toBe(400);
    expect(discord.commands()).toMatchObject([{ name: 'status', description: 'Changed' }]);
    expect((await call(discord, 'DELETE', `${path}/${readAnswer(made.answer).id}`)).status).toBe(204);
    expect(discord.useCommand(viewer, 'status')).toBeNull();
    discord.faults.slashCommandsAllowed = false;
    expect(readAnswer((await call(discord, 'GET', path)).answer).code).toBe(50_001);
  });

  it('take one first response, its edits and follow-ups, and only with their own token', async () => {
    await using opened = await open();
    const { discord, use } = opened;
    const { callback, answers } = await use();
    expect((await call(discord, 'PATCH', `${answers}/messages/@original`, { content: 'x' }, '')).status).toBe(
      401,
    );
    expect((await call(discord, 'POST', callback, { type: 5 }, '')).status).toBe(204);
    expect(readAnswer((await call(discord, 'POST', callback, answer('twice'), '')).answer).code).toBe(40_060);
    await call(discord, 'PATCH', `${answers}/messages/@original`, { content: 'All well' }, '');
    await call(discord, 'POST', answers, { content: 'And more' }, '');
    expect(discord.interactions()).toMatchObject([{ texts: ['All well', 'And more'], user: viewer.login }]);
    expect(
      readAnswer((await call(discord, 'POST', `/interactions/1/x/callback`, answer('x'), '')).answer).code,
    ).toBe(10_062);
  });

  it('show an ephemeral response to nobody but the user', async () => {
    await using opened = await open();
    const { discord, use } = opened;
    const { callback } = await use();
    await call(discord, 'POST', callback, answer('Only for you', 64), '');
    expect(discord.interactions()).toMatchObject([{ ephemeral: true, texts: ['Only for you'] }]);
    const id = discord.messages().at(-1)?.id;
    const read = await call(discord, 'GET', `/channels/${discord.channelId}/messages/${id}`);
    expect(read.status).toBe(404);
  });

  it('expire when nobody responds within three seconds', async () => {
    await using opened = await open();
    const { callback } = await opened.use();
    await new Promise((resolve) => setTimeout(resolve, 3_100));
    const late = await call(opened.discord, 'POST', callback, answer('late'), '');
    expect(readAnswer(late.answer).code).toBe(10_062);
  });
});

describe('webhooks of the simulated Discord', () => {
  const webhookSchema = z.object({ id: z.string(), token: z.string() });

  it('post under any name, need no bot, and reach only their own messages', async () => {
    await using discord = await openDiscord();
    const path = `/channels/${discord.announcementsId}/webhooks`;
    const made = webhookSchema.parse((await call(discord, 'POST', path, { name: 'Stage' })).answer);
    const address = `/webhooks/${made.id}/${made.token}`;
    const body = { content: 'Hello', username: 'Lamp', avatar_url: 'https://example.com/lamp.png' };
    const posted = readAnswer((await call(discord, 'POST', `${address}?wait=true`, body, '')).answer);
    expect((await call(discord, 'POST', address, body, '')).status).toBe(204);
    expect(discord.messages()[0]).toMatchObject({
      authorName: 'Lamp',
      channelId: discord.announcementsId,
      text: 'Hello',
    });
    await call(discord, 'PATCH', `${address}/messages/${posted.id}`, { content: 'Bye' }, '');
    expect(discord.messages()[0]).toMatchObject({ text: 'Bye', edited: true });
    const foreign = discord.say(viewer, 'mine');
    expect((await call(discord, 'DELETE', `${address}/messages/${foreign}`, undefined, '')).status).toBe(404);
  });

  it('refuse a wrong token, a forbidden name, and a deleted webhook', async () => {
    await using discord = await openDiscord();
    const path = `/channels/${discord.channelId}/webhooks`;
    expect((await call(discord, 'POST', path, { name: 'My Discord hook' })).status).toBe(400);
    const made = webhookSchema.parse((await call(discord, 'POST', path, { name: 'Stage' })).answer);
    const wrong = await call(discord, 'POST', `/webhooks/${made.id}/other`, { content: 'x' }, '');
    expect(readAnswer(wrong.answer).code).toBe(50_027);
    discord.removeWebhooks();
    const gone = await call(discord, 'POST', `/webhooks/${made.id}/${made.token}`, { content: 'x' }, '');
    expect(readAnswer(gone.answer).code).toBe(10_015);
    discord.faults.setBotPermissions({ view: true, send: true, webhooks: false });
    expect((await call(discord, 'GET', path)).status).toBe(403);
  });
});
