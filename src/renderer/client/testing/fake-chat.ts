import { ORPCError } from '@orpc/server';
import type { chatOperations } from '#shared/catalogue/operations/chat.ts';
import { hideTokens } from '#shared/kernel/secret-formats.ts';
import type { FakeHost } from './fake-host.ts';
import type { FakeOperations } from './fake-operations.ts';

const heldBack = {
  message: 'The message contains one of your secrets or a token, so it was not sent.',
  data: {
    fault: 'chat.looks-secret',
    kind: 'configuration' as const,
    retryable: false,
    action: null,
    details: {},
  },
};

/** What can be done in the chat of the host in memory. */
export const fakeChatOperations = (
  host: Pick<FakeHost, 'chatRefusal' | 'say'>,
): Pick<FakeOperations, (typeof chatOperations)[number]['id']> => ({
  'chat.send': async ({ platform, text, sendAnyway }) => {
    if (!sendAnyway && hideTokens(text) !== text)
      throw new ORPCError('REFUSED', { defined: true, status: 422, ...heldBack });
    const refusal = host.chatRefusal();
    if (refusal !== null) return { result: { result: 'refused', messageId: null, message: refusal } };
    host.say(text, ['CuelightBot', '#5B9DFF'], { own: true, platform });
    return { result: { result: 'delivered', messageId: 'message-own', message: 'Twitch confirmed it.' } };
  },
});
