import { useState } from 'react';
import { chatSend } from '#shared/catalogue/operations/chat.ts';
import type { ChatPlatform } from '#shared/model/index.ts';
import { describeFailure, isSecretHeldBack } from '../../client/failure.ts';
import { runOperation } from '../../client/run-operation.ts';
import { useClient } from '../../stores/stores-context.tsx';

const SENDINGS_SHOWN = 3;

/** A message being sent, and its outcome. */
export interface Sending {
  readonly id: number;
  readonly platform: ChatPlatform;
  readonly text: string;
  readonly replyTo: string | null;
  readonly state: 'sending' | 'delivered' | 'sent-unconfirmed' | 'refused' | 'failed';
  /** The platform's answer, or the reason of the failure. */
  readonly message: string;
  /** True when the message was not sent because it looks like a secret. */
  readonly heldBack: boolean;
}

export interface Sendings {
  /** The last messages, oldest first. */
  readonly sendings: readonly Sending[];
  /** Adds a message to the list as being sent. */
  readonly add: (message: Pick<Sending, 'platform' | 'text' | 'replyTo'>) => Sending;
  /** Sends a message of the list. Resolves when its outcome is shown; never rejects. */
  readonly deliver: (sending: Sending, sendAnyway: boolean) => Promise<void>;
  /** Removes a message from the list. */
  readonly withdraw: (sending: Sending) => void;
}

/** Sends messages and keeps the last {@link SENDINGS_SHOWN} with their outcomes. */
export const useSendings = (): Sendings => {
  const client = useClient();
  const [sendings, setSendings] = useState<readonly Sending[]>([]);
  const settle = (id: number, change: Pick<Sending, 'state' | 'message' | 'heldBack'>): void =>
    setSendings((list) => list.map((each) => (each.id === id ? { ...each, ...change } : each)));

  return {
    sendings,
    add: (message) => {
      const id = (sendings.at(-1)?.id ?? 0) + 1;
      const sending: Sending = { id, ...message, state: 'sending', message: '', heldBack: false };
      setSendings((list) => [...list, sending].slice(-SENDINGS_SHOWN));
      return sending;
    },
    deliver: async ({ id, ...sending }, sendAnyway) => {
      settle(id, { state: 'sending', message: '', heldBack: false });
      try {
        const answer = await runOperation(client, chatSend, {
          platform: sending.platform,
          text: sending.text,
          ...(sending.replyTo !== null && { replyTo: sending.replyTo }),
          ...(sendAnyway && { sendAnyway }),
        });
        const { result, message } = answer.result;
        settle(id, { state: result, message, heldBack: false });
      } catch (thrown) {
        settle(id, {
          state: 'failed',
          message: describeFailure(thrown).message,
          heldBack: isSecretHeldBack(thrown),
        });
      }
    },
    withdraw: ({ id }) => setSendings((list) => list.filter((each) => each.id !== id)),
  };
};
