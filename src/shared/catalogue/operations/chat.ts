import { z } from 'zod';
import {
  atMostCharacters,
  chatDeliverySchema,
  chatPlatformSchema,
  longestKeptMessage,
  platformTitle,
} from '../../model/index.ts';
import { operation } from './define.ts';
import { sendAnywaySchema } from './send-anyway.ts';

export const chatSend = operation('chat.send', {
  title: 'Send a message',
  description:
    'Sends a message and returns the platform’s answer; refuses a message that contains a secret unless sendAnyway is true',
  alsoCalled: ['write', 'say', 'chat', 'reply'],
  icon: 'message',
  risk: 'visible',
  tag: 'chat',
  input: z.object({
    platform: chatPlatformSchema,
    text: z.string().trim().min(1, 'A message needs some text').check(atMostCharacters(longestKeptMessage)),
    replyTo: z.string().max(200).optional(),
    sendAnyway: sendAnywaySchema,
  }),
  result: chatDeliverySchema,
  idempotent: false,
  // A message waits up to 30 s for its turn. The request to the platform may then be retried.
  timeoutMs: 120_000,
  route: { method: 'POST', path: '/chat/send' },
  keeps: ['platform', 'sendAnyway'],
  target: () => 'outbox',
  control: ({ platform }) => platform,
  summary: ({ platform }) => `Send the message to ${platformTitle(platform)}`,
  done: ({ message }) => message,
});

/** All operations on the chat as a whole. */
export const chatOperations = [chatSend] as const;
