import { z } from 'zod';

/** Asks for what stands under an account, or puts a value there first. */
export const keyringQuestionSchema = z.strictObject({
  account: z.string(),
  /** Null to read alone. */
  value: z.string().nullable(),
});
export type KeyringQuestion = z.infer<typeof keyringQuestionSchema>;

/** The value that stands under the account now; null when nothing does. */
export const keyringAnswerSchema = z.strictObject({ value: z.string().nullable() });
export type KeyringAnswer = z.infer<typeof keyringAnswerSchema>;

/** One item of the keyring. Each call throws when the keyring is absent or locked. */
export interface KeyringItem {
  getPassword(): string | null;
  setPassword(value: string): void;
}

/** The keyring, and what an earlier version of Cuelight kept in it. */
export interface KeyringStore {
  item(account: string): KeyringItem;
  /** The value that stands under an account by attributes of an earlier version; null when there is none. */
  earlierValue(account: string): string | null;
}

/** Answers one question. Moves a value of an earlier version to where it is looked for now. */
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

/** A keyring that takes nothing today may take it at the next start; the value stays where it was. */
const putIfPossible = (item: KeyringItem, value: string): void => {
  try {
    item.setPassword(value);
  } catch {
    return;
  }
};
