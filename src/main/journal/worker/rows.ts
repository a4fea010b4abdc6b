import type { SQLOutputValue } from 'node:sqlite';
import { isObject } from '#shared/kernel/index.ts';

export type Row = Record<string, SQLOutputValue>;

/** Conditions of a WHERE and their values, in the same order. */
export type Condition = readonly [sql: string, ...values: (string | number)[]];

export const textColumn = (row: Row, column: string): string => {
  const value = row[column];
  return typeof value === 'string' ? value : '';
};

export const textOrNull = (row: Row, column: string): string | null => {
  const value = row[column];
  return typeof value === 'string' ? value : null;
};

/** An object out of a JSON text; empty when the text is anything else. */
export const parseJsonObject = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { ...value } : {};
  } catch {
    return {};
  }
};

/** The name under which a message was shown, out of what its row has beside its columns. */
export const displayNameOf = (rest: string): string => {
  const name = parseJsonObject(rest)['displayName'];
  return typeof name === 'string' ? name : '';
};
