import { applyChatChange, type ChatChange, type ChatMessage } from '#shared/model/index.ts';

/** Whether it was written before, under the same id, and was edited or deleted since. */
export const isChanged = ({ editedAt, deletedAt }: ChatMessage): boolean =>
  editedAt !== undefined || deletedAt !== undefined;

/** Messages that wait to be written, newest first, each once and as it is now. */
export interface WaitingChat {
  readonly messages: readonly ChatMessage[];
  /** A message that was written already, as it is now. */
  readonly newest: (written: ChatMessage) => ChatMessage;
}

const keyOf = ({ platform, id }: ChatMessage): string => `${platform} ${id}`;

/** Puts what was written about the same message together, and applies the changes that wait with the messages. */
export const settleWaiting = (
  newestFirst: readonly ChatMessage[],
  changesNewestFirst: readonly ChatChange[],
): WaitingChat => {
  const latest = new Map<string, ChatMessage>();
  const newest = (message: ChatMessage): ChatMessage =>
    changesNewestFirst.reduceRight(
      (before, change) => applyChatChange(before, change) ?? before,
      latest.get(keyOf(message)) ?? message,
    );
  for (const message of newestFirst) if (!latest.has(keyOf(message))) latest.set(keyOf(message), message);
  return { messages: newestFirst.filter((message) => !isChanged(message)).map(newest), newest };
};
