import { hideTokens } from '#shared/kernel/secret-formats.ts';
import { heldBack } from './fake-faults.ts';
import type { FakeHost } from './fake-host.ts';
import type { FakeOperationsOf } from './fake-operations.ts';

/** The chat operations of the in-memory host. */
export const fakeChatOperations = (
  host: Pick<FakeHost, 'chatRefusal' | 'say'>,
): FakeOperationsOf<'chat'> => ({
  'chat.send': async ({ platform, text, sendAnyway }) => {
    if (!sendAnyway && hideTokens(text) !== text) throw heldBack();
    const refusal = host.chatRefusal();
    if (refusal !== null) return { result: { result: 'refused', messageId: null, message: refusal } };
    host.say(text, ['CuelightBot', '#5B9DFF'], { own: true, platform });
    return { result: { result: 'delivered', messageId: 'message-own', message: 'Twitch confirmed it.' } };
  },
});
