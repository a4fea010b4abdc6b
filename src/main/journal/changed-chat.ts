import { applyChatChange, type ChatChange, type ChatMessage } from '#shared/model/index.ts';

/** True when the message was edited or deleted after it was first written under its id. */
export const isChanged = ({ editedAt, deletedAt }: ChatMessage): boolean =>
  editedAt !== undefined || deletedAt !== undefined;

/** Messages that wait to be written, newest first: each appears once, in its current version. */
export interface WaitingChat {
  readonly messages: readonly ChatMessage[];
  /** Returns the current version of a message that is already on disk. */
  readonly newest: (written: ChatMessage) => ChatMessage;
}

const keyOf = ({ platform, id }: ChatMessage): string => `${platform} ${id}`;

/** Merges the versions of each message, and applies the changes that wait together with the messages. */
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
