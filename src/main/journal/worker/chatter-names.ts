import type { DatabaseSync } from 'node:sqlite';
import { nameKey } from '#shared/kernel/index.ts';
import type { Condition } from './rows.ts';

/** Writes the logins and display names of a chatter. Writing a name twice changes nothing. */
export const createNameWriter = (database: DatabaseSync) => {
  const add = database.prepare('INSERT OR IGNORE INTO chatter_names (name, chatter) VALUES (?, ?)');
  return (chatter: number, login: string, shown: string): void => {
    const key = nameKey(login);
    const shownKey = nameKey(shown);
    if (key !== '') add.run(key, chatter);
    if (shownKey !== '' && shownKey !== key) add.run(shownKey, chatter);
  };
};

/** A suffix that sorts after every text with the same prefix. */
const lastCharacter = '\u{10ffff}';

/**
 * With more messages than this from the chatters of a name, scanning all messages from the newest is faster
 * than sorting theirs.
 */
const mostSorted = 50_000;

/** Returns the condition that a message `c` is by a user with this id, login or display name. */
export const isOfUser = (user: string): Condition => [
  `c.chatter IN (SELECT id FROM chatters WHERE user_id = ? OR user_name = ?
     UNION SELECT chatter FROM chatter_names WHERE name = ?)`,
  user,
  user,
  nameKey(user),
];

/** Returns the condition that a message `c` is by a user whose name has this prefix. */
export const isOfName = (database: DatabaseSync, beginning: string): Condition => {
  const key = nameKey(beginning);
  if (key === '') return ['0'];
  const chatters = 'SELECT chatter FROM chatter_names WHERE name >= ? AND name < ?';
  const range = [key, key + lastCharacter] as const;
  const { messages } = database
    .prepare(
      `SELECT count(*) AS messages FROM (SELECT 1 FROM chat WHERE chatter IN (${chatters}) LIMIT ${mostSorted + 1})`,
    )
    .get(...range) ?? { messages: 0 };
  // `+` stops SQLite from using the index of chatters.
  return [`${Number(messages) > mostSorted ? '+' : ''}c.chatter IN (${chatters})`, ...range];
};
