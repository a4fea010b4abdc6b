import { createHash } from 'node:crypto';
import type { REST } from 'discord.js';
import { z } from 'zod';
import {
  type Clock,
  countCharacters,
  err,
  type Fault,
  isolate,
  ok,
  type Result,
} from '#shared/kernel/index.ts';
import { platformLimits, type ChatDelivery } from '#shared/model/index.ts';
import type { OutboundChat } from '../ports/index.ts';
import { discordFaults, readApiRefusal } from './discord-faults.ts';
import { discordLimits } from './limits.ts';
import { explainRefusal } from './refusals.ts';
import { callDiscord, type RateLimitNotice } from './rest-calls.ts';

const postedSchema = z.object({ id: z.string().regex(/^\d{1,20}$/) });

const refused = (message: string): ChatDelivery => ({ result: 'refused', messageId: null, message });

/**
 * Returns a nonce, so that a request sent twice after a lost answer creates one message. Discord accepts 25
 * characters.
 */
export const nonceOf = (id: string): string =>
  createHash('sha256').update(id).digest('base64url').slice(0, 25);

/**
 * Sends one message to a channel, without mentions, whatever the text says. A refusal is a delivery with its
 * reason; a fault means that the message may be retried, or that a new token is needed.
 */
export const sendMessage = async (
  message: OutboundChat,
  options: {
    readonly rest: REST;
    readonly channelId: string;
    /** `#name`, for messages to people. */
    readonly channelName: string;
    readonly nonce: string;
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly onRateLimited: (notice: RateLimitNotice) => void;
  },
): Promise<Result<ChatDelivery, Fault>> => {
  if (message.text.trim() === '') return ok(refused('An empty message can’t be sent.'));
  const length = countCharacters(message.text);
  if (length > platformLimits.discord.message) {
    return ok(
      refused(
        `The message has ${length} characters; Discord allows ${platformLimits.discord.message}. Shorten it.`,
      ),
    );
  }
  const body = {
    content: message.text,
    nonce: options.nonce,
    enforce_nonce: true,
    allowed_mentions: { parse: [], replied_user: false },
    ...(message.replyTo === undefined
      ? {}
      : { message_reference: { message_id: message.replyTo, fail_if_not_exists: false } }),
  };
  const signals = message.signal ? [options.signal, message.signal] : [options.signal];
  const answer = await callDiscord(
    (signal) => options.rest.post(`/channels/${options.channelId}/messages`, { body, signal }),
    {
      clock: options.clock,
      signal: AbortSignal.any(signals),
      mostWaitMs: discordLimits.rateLimitWaitMs,
      onRateLimited: options.onRateLimited,
    },
  );
  if (!answer.ok) {
    const refusal = readApiRefusal(answer.error.cause);
    if (!refusal || refusal.status === 401) return answer;
    return ok(refused(explainRefusal(refusal, options.channelName)));
  }
  const posted = postedSchema.safeParse(answer.value);
  if (!posted.success) return err(discordFaults.answerUnreadable('the answer contains no message'));
  return ok({
    result: 'delivered',
    messageId: posted.data.id,
    message: `Discord accepted the message in ${isolate(options.channelName)}.`,
  });
};
