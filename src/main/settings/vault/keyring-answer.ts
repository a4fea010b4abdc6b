import { z } from 'zod';

/** Reads the value of an account, or writes it first. */
export const keyringQuestionSchema = z.strictObject({
  account: z.string(),
  /** Value to write; null to only read. */
  value: z.string().nullable(),
});
export type KeyringQuestion = z.infer<typeof keyringQuestionSchema>;

/** The current value of the account; null when there is none. */
export const keyringAnswerSchema = z.strictObject({ value: z.string().nullable() });
export type KeyringAnswer = z.infer<typeof keyringAnswerSchema>;

/** An item of the keyring. Each call throws when the keyring is absent or locked. */
export interface KeyringItem {
  getPassword(): string | null;
  setPassword(value: string): void;
}

/** The keyring, including the values of earlier versions of Cuelight. */
export interface KeyringStore {
  item(account: string): KeyringItem;
  /** Returns the value that an earlier version stored for an account; null when there is none. */
  earlierValue(account: string): string | null;
}

/** Answers a question. Moves the value of an earlier version to its current place. */
export const answerKeyring = ({ account, value }: KeyringQuestion, store: KeyringStore): KeyringAnswer => {
  const item = store.item(account);
  if (value !== null) {
    item.setPassword(value);
    return { value: item.getPassword() };
  }
  const found = item.getPassword();
  if (found !== null) return { value: found };
  const earlier = store.earlierValue(account);
  if (earlier !== null) putIfPossible(item, earlier);
  return { value: earlier };
};

/** Writes a value when the keyring accepts it. Otherwise the old value stays for the next start. */
const putIfPossible = (item: KeyringItem, value: string): void => {
  try {
    item.setPassword(value);
  } catch {
    return;
  }
};
