import type { GuildTextBasedChannel } from 'discord.js';
import { z } from 'zod';
import type { ComponentContext } from '#core/component.ts';
import { bridgeMissed, repeating } from '#shared/catalogue/topics/bridge.ts';
import { discordMessagesMissed, discordNothingMissed } from '#shared/catalogue/topics/discord.ts';
import { discordLimits } from './limits.ts';
import { callDiscord } from './rest-calls.ts';
import { idAt } from './snowflakes.ts';

const pageSize = 100;
const pageSchema = z.array(z.looseObject({ id: z.string().regex(/^\d{1,20}$/) }));

/**
 * Reports the number of messages written while there was no session to resume. They are counted, not
 * delivered: an answer to a command that is minutes old would be worse than none.
 */
export const reportGap = async (
  channel: GuildTextBasedChannel,
  from: number,
  context: ComponentContext,
  signal: AbortSignal,
): Promise<void> => {
  const to = context.clock.now();
  const answer = await callDiscord(
    (abort) =>
      channel.client.rest.get(`/channels/${channel.id}/messages`, {
        query: new URLSearchParams({ after: idAt(from), limit: String(pageSize) }),
        signal: abort,
      }),
    { clock: context.clock, signal, mostWaitMs: discordLimits.rateLimitWaitMs },
  );
  if (signal.aborted) return;
  const page = pageSchema.safeParse(answer.ok ? answer.value : null);
  const until = idAt(to);
  const count = page.success ? page.data.filter(({ id }) => BigInt(id) < BigInt(until)).length : null;
  const inChannel = { channel: channel.name };
  const more = count !== null && count >= pageSize;
  const emitted = context.events.emit(
    count === 0
      ? discordNothingMissed({ from, to, count }, inChannel)
      : discordMessagesMissed({ from, to, count, more }, inChannel),
  );
  context.events.emit(bridgeMissed({ platform: 'discord', from, to, count, more }, repeating(emitted)));
};
