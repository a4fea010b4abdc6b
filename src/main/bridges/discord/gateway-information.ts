import type { REST } from 'discord.js';
import { z } from 'zod';
import { err, ok, type Clock, type Fault, type Result } from '#shared/kernel/index.ts';
import { discordFaults } from './discord-faults.ts';
import { callDiscord, type RateLimitNotice } from './rest-calls.ts';

const informationSchema = z.object({
  url: z.url({ protocol: /^wss?$/ }),
  shards: z.number().int().min(1),
  session_start_limit: z.object({
    total: z.number(),
    remaining: z.number(),
    reset_after: z.number(),
    max_concurrency: z.number(),
  }),
});

/** Discord's answer about sign-ins: whether one is allowed now, and how many remain. */
export interface GatewayInformation {
  readonly url: string;
  readonly identifiesLeft: number;
}

/**
 * Asks Discord whether this bot may sign in now. Verifies the token without spending an IDENTIFY, and detects
 * the sign-in page of a hotel network in place of Discord.
 */
export const readGatewayInformation = async (
  rest: REST,
  options: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly mostWaitMs: number;
    readonly onRateLimited?: (notice: RateLimitNotice) => void;
  },
): Promise<Result<GatewayInformation, Fault>> => {
  const answer = await callDiscord((signal) => rest.get('/gateway/bot', { signal }), options);
  if (!answer.ok) return answer;
  const parsed = informationSchema.safeParse(answer.value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err(
      discordFaults.answerUnreadable(`${issue?.path.join('.') || 'answer'}: ${issue?.message ?? ''}`),
    );
  }
  const { url, session_start_limit: limit } = parsed.data;
  if (limit.remaining < 1) return err(discordFaults.sessionsUsedUp(limit.reset_after));
  return ok({ url, identifiesLeft: limit.remaining });
};
