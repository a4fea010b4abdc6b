import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createCountingIds, createSeededRandom } from '#shared/kernel/index.ts';
import { createSystemClock } from '#shared/kernel/system-clock.ts';
import { waitUntil } from '#main/bridges/testing/component-harness.ts';
import type { CastMember } from '../platform-ports.ts';
import { createTwitchRehearsal, type TwitchRehearsalServer } from './index.ts';

const gull: CastMember = { login: 'gull', displayName: 'Gull', color: null, roles: ['vip'] };

const openServer = (accountRoles: CastMember['roles'] = ['moderator']): Promise<TwitchRehearsalServer> =>
  createTwitchRehearsal({
    clock: createSystemClock(),
    random: createSeededRandom(1),
    ids: createCountingIds('m'),
    accountRoles,
  });

/** A bare client that records each received line. */
const openClient = async (server: TwitchRehearsalServer) => {
  const socket = new WebSocket(server.chatUrl);
  const lines: string[] = [];
  socket.on('message', (data: Buffer) => lines.push(...data.toString().split('\r\n').filter(Boolean)));
  await new Promise((resolve) => socket.once('open', resolve));
  return {
    lines,
    socket,
    send: (...sent: readonly string[]) => sent.forEach((line) => socket.send(line)),
    receives: (pattern: RegExp) => waitUntil(String(pattern), () => lines.find((line) => pattern.test(line))),
    [Symbol.dispose]: () => socket.terminate(),
  };
};

const signIn = async (server: TwitchRehearsalServer) => {
  const client = await openClient(server);
  const { login, token } = server.account;
  client.send('CAP REQ :twitch.tv/tags twitch.tv/commands', `PASS oauth:${token}`, `NICK ${login}`);
  await client.receives(/ 376 /);
  client.send(`JOIN #${server.channel}`);
  await client.receives(/ ROOMSTATE /);
  return client;
};

describe('chat of the simulated Twitch', () => {
  it('greets, joins and shows the room as the real server does', async () => {
    await using server = await openServer();
    using client = await signIn(server);
    const shape = client.lines.map((line) =>
      line
        .replace(/^@\S+ /, '')
        .split(' ')
        .slice(0, 2)
        .join(' '),
    );
    const us = server.account.login;
    expect(shape).toEqual([
      ':tmi.twitch.tv CAP',
      ...['001', '002', '003', '004', '375', '372', '376'].map((numeric) => `:tmi.twitch.tv ${numeric}`),
      ':tmi.twitch.tv GLOBALUSERSTATE',
      `:${us}!${us}@${us}.tmi.twitch.tv JOIN`,
      `:${us}.tmi.twitch.tv 353`,
      `:${us}.tmi.twitch.tv 366`,
      ':tmi.twitch.tv USERSTATE',
      ':tmi.twitch.tv ROOMSTATE',
    ]);
    client.send('PING', 'PING :token', 'FROBNICATE x');
    await client.receives(/^PONG :tmi\.twitch\.tv$/);
    await client.receives(/^:tmi\.twitch\.tv PONG tmi\.twitch\.tv :token$/);
    await client.receives(/ 421 cuelight_helper FROBNICATE /);
  });

  it.each([
    ['oauth:wrong', 'cuelight_helper', /NOTICE \* :Login authentication failed/],
    ['wrong', 'cuelight_helper', /NOTICE \* :Improperly formatted auth/],
    ['oauth:wrong', 'somebody', /NOTICE \* :Login authentication failed/],
  ])('refuses %s for %s and closes the connection', async (password, login, notice) => {
    await using server = await openServer();
    using client = await openClient(server);
    client.send(`PASS ${password}`, `NICK ${login}`);
    expect(await client.receives(notice)).toBeDefined();
    await waitUntil('the end', () => client.socket.readyState === WebSocket.CLOSED);
  });

  it('shows a message to all other clients, and confirms it to its sender with id and nonce', async () => {
    await using server = await openServer();
    using sender = await signIn(server);
    using reader = await openClient(server);
    reader.send('CAP REQ :twitch.tv/tags', 'PASS x', 'NICK justinfan1234', `JOIN #${server.channel}`);
    await reader.receives(/ 366 /);
    sender.send(`@client-nonce=n1 PRIVMSG #${server.channel} :hello all`);
    const echo = await sender.receives(/client-nonce=n1;.*USERSTATE/);
    const seen = await reader.receives(/PRIVMSG #\S+ :hello all$/);
    expect(/;id=([^;]+)/.exec(echo)?.[1]).toBe(/;id=([^;]+)/.exec(seen)?.[1]);
    expect(sender.lines.some((line) => line.includes('PRIVMSG'))).toBe(false);
    // Lines of an anonymous reader are ignored.
    reader.send(`PRIVMSG #${server.channel} :psst`);
    server.say(gull, 'after it');
    await sender.receives(/:after it$/);
    expect(sender.lines.some((line) => line.includes('psst'))).toBe(false);
  });

  it('ignores a JOIN to an unknown channel', async () => {
    await using server = await openServer();
    using client = await signIn(server);
    const before = client.lines.length;
    client.send('JOIN #nowhere', 'PING :after');
    await client.receives(/:after$/);
    expect(client.lines).toHaveLength(before + 1);
  });

  it('tells a viewer about the rate limit, and that commands are gone', async () => {
    await using server = await openServer([]);
    using client = await signIn(server);
    client.send(`PRIVMSG #${server.channel} :one`, `PRIVMSG #${server.channel} :two`);
    expect(await client.receives(/msg-id=msg_ratelimit .*NOTICE/)).toMatch(/too quickly/);
    client.send(`PRIVMSG #${server.channel} :/ban gull`);
    expect(await client.receives(/msg-id=unrecognized_cmd .*NOTICE/)).toMatch(/\/ban/);
  });

  it('escapes tag values, and names the line that a reply answers', async () => {
    await using server = await openServer();
    using client = await signIn(server);
    const first = server.say(gull, 'tea; or \\ coffee');
    server.say({ ...gull, login: 'wren', displayName: 'Wren' }, 'tea', { replyTo: first });
    const reply = await client.receives(/:@Gull tea$/);
    expect(reply).toContain(`reply-parent-msg-id=${first}`);
    expect(reply).toContain('reply-parent-msg-body=tea\\:\\sor\\s\\\\\\scoffee');
  });

  it('names the taken port', async () => {
    await using server = await openServer();
    const port = Number(new URL(server.chatUrl).port);
    await expect(
      createTwitchRehearsal({
        clock: createSystemClock(),
        random: createSeededRandom(1),
        ids: createCountingIds(),
        port,
      }),
    ).rejects.toMatchObject({ code: 'rehearsal.port-taken', kind: 'configuration' });
  });
});
