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
    'Sends a message and says what the platform answered; refuses one with a secret in it unless sendAnyway is true',
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
  // A message waits up to 30 s for its turn, and then for the platform, which may be asked more than once.
  timeoutMs: 120_000,
  route: { method: 'POST', path: '/chat/send' },
  keeps: ['platform', 'sendAnyway'],
  target: () => 'outbox',
  control: ({ platform }) => platform,
  summary: ({ platform }) => `Send the message to ${platformTitle(platform)}`,
  done: ({ message }) => message,
});

/** Everything that can be done with the conversation as a whole. */
export const chatOperations = [chatSend] as const;
