import { expect, it } from 'vitest';
import { answerKeyring, type KeyringStore } from './keyring-answer.ts';

const createStore = (earlier: Readonly<Record<string, string>> = {}) => {
  const items = new Map<string, string>();
  const looked: string[] = [];
  let readOnly = false;
  const store: KeyringStore = {
    item: (account) => ({
      getPassword: () => items.get(account) ?? null,
      setPassword: (value) => {
        if (readOnly) throw new Error('the keyring is locked');
        items.set(account, value);
      },
    }),
    earlierValue: (account) => {
      looked.push(account);
      return earlier[account] ?? null;
    },
  };
  return { store, items, looked, lock: (locked: boolean) => (readOnly = locked) };
};

it('returns the stored value of an account', () => {
  const { store } = createStore();
  expect(answerKeyring({ account: 'one', value: 'key' }, store)).toEqual({ value: 'key' });
  expect(answerKeyring({ account: 'one', value: null }, store)).toEqual({ value: 'key' });
  expect(answerKeyring({ account: 'two', value: null }, store)).toEqual({ value: null });
});

it('moves the key of an earlier version to its current place on the first read', () => {
  const { store, items, looked } = createStore({ one: 'earlier key' });
  expect(answerKeyring({ account: 'one', value: null }, store)).toEqual({ value: 'earlier key' });
  expect(items.get('one')).toBe('earlier key');
  expect(answerKeyring({ account: 'one', value: null }, store)).toEqual({ value: 'earlier key' });
  expect(looked).toEqual(['one']);
});

it('returns the key of an earlier version while the keyring is read-only, and moves it later', () => {
  const { store, items, lock } = createStore({ one: 'earlier key' });
  lock(true);
  expect(answerKeyring({ account: 'one', value: null }, store)).toEqual({ value: 'earlier key' });
  expect(items.size).toBe(0);
  lock(false);
  answerKeyring({ account: 'one', value: null }, store);
  expect(items.get('one')).toBe('earlier key');
});

it('does not look for an earlier key when a new one is written', () => {
  const { store, looked } = createStore({ one: 'earlier key' });
  expect(answerKeyring({ account: 'one', value: 'new key' }, store)).toEqual({ value: 'new key' });
  expect(looked).toEqual([]);
});

it('throws when the keyring is locked, which ends the process', () => {
  const { store, lock } = createStore();
  lock(true);
  expect(() => answerKeyring({ account: 'one', value: 'key' }, store)).toThrow('locked');
});
