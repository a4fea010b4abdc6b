import type { SQLOutputValue } from 'node:sqlite';
import { isObject } from '#shared/kernel/index.ts';

export type Row = Record<string, SQLOutputValue>;

/** A condition for a WHERE clause, with its values in the same order. */
export type Condition = readonly [sql: string, ...values: (string | number)[]];

export const textColumn = (row: Row, column: string): string => {
  const value = row[column];
  return typeof value === 'string' ? value : '';
};

export const textOrNull = (row: Row, column: string): string | null => {
  const value = row[column];
  return typeof value === 'string' ? value : null;
};

/** Parses a JSON object; returns an empty object for any other text. */
export const parseJsonObject = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { ...value } : {};
  } catch {
    return {};
  }
};

/** Returns the display name from the `rest` of a message row. */
export const displayNameOf = (rest: string): string => {
  const name = parseJsonObject(rest)['displayName'];
  return typeof name === 'string' ? name : '';
};
