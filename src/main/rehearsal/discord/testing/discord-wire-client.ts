/** A manual client of the simulated Discord: REST calls and one gateway connection. */
import { once } from 'node:events';
import { expect, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createCountingIds, createSeededRandom, createSystemClock } from '#shared/kernel/index.ts';
import type { CastMember } from '../../platform-ports.ts';
import { createDiscordRehearsal, type DiscordRehearsalServer } from '../index.ts';

export const viewer: CastMember = {
  login: 'maple_otter',
  displayName: 'Maple Otter',
  color: null,
  roles: [],
};
export const within = { timeout: 20_000, interval: 10 } as const;
export const intents = { guilds: 1, guildMessages: 1 << 9, messageContent: 1 << 15 } as const;
export const allIntents = intents.guilds | intents.guildMessages | intents.messageContent;

export const openDiscord = (options: { port?: number; heartbeatIntervalMs?: number } = {}) =>
  createDiscordRehearsal({
    clock: createSystemClock(),
    random: createSeededRandom(3),
    ids: createCountingIds('session'),
    ...options,
  });

export const answerSchema = z.looseObject({
  id: z.string().optional(),
  code: z.number().optional(),
  content: z.string().optional(),
});

export const call = async (
  discord: DiscordRehearsalServer,
  method: string,
  path: string,
  body?: unknown,
  token = discord.botToken,
) => {
  const response = await fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, answer };
};

export const readAnswer = (answer: unknown) => answerSchema.parse(answer);

const frameSchema = z.looseObject({
  op: z.number(),
  t: z.string().nullish(),
  s: z.number().nullish(),
  d: z.unknown(),
});

/** A gateway client that sends only what the test says and records what it receives. */
export const connect = async (discord: DiscordRehearsalServer) => {
  const gateway = z.object({ url: z.string() }).parse((await call(discord, 'GET', '/gateway/bot')).answer);
  const socket = new WebSocket(`${gateway.url}?v=10&encoding=json`);
  const frames: z.infer<typeof frameSchema>[] = [];
  socket.on('message', (data: Buffer) => frames.push(frameSchema.parse(JSON.parse(data.toString('utf8')))));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await once(socket, 'open');
  const send = (frame: unknown): void =>
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  const properties = { os: 'linux', browser: 'test', device: 'test' };
  const identify = (wanted: number, token = discord.botToken): void =>
    send({ op: 2, d: { token, intents: wanted, properties } });
  const topics = (): readonly string[] => frames.flatMap(({ t }) => t ?? []);
  const until = (topic: string): Promise<void> => vi.waitFor(() => expect(topics()).toContain(topic), within);
  return { socket, frames, closed, send, identify, topics, until };
};
