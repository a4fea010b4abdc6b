import type { DatabaseSync } from 'node:sqlite';
import { nameKey } from '#shared/kernel/index.ts';
import type { Condition } from './rows.ts';

/** Remembers the names under which a chatter wrote or was shown. Remembering one twice changes nothing. */
export const createNameWriter = (database: DatabaseSync) => {
  const add = database.prepare('INSERT OR IGNORE INTO chatter_names (name, chatter) VALUES (?, ?)');
  return (chatter: number, login: string, shown: string): void => {
    const key = nameKey(login);
    const shownKey = nameKey(shown);
    if (key !== '') add.run(key, chatter);
    if (shownKey !== '' && shownKey !== key) add.run(shownKey, chatter);
  };
};

/** Sorts behind every text that begins with the same characters. */
const lastCharacter = '\u{10ffff}';

/** Above so many messages of the chatters of a name, going over all messages from the newest finds enough sooner than sorting theirs. */
const mostSorted = 50_000;

/** The condition that a message `c` is of somebody whose id, login or shown name is this. */
export const isOfUser = (user: string): Condition => [
  `c.chatter IN (SELECT id FROM chatters WHERE user_id = ? OR user_name = ?
     UNION SELECT chatter FROM chatter_names WHERE name = ?)`,
  user,
  user,
  nameKey(user),
];

/** The condition that a message `c` is of somebody with a name that begins so. */
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
  // `+` keeps SQLite from the index of chatters.
  return [`${Number(messages) > mostSorted ? '+' : ''}c.chatter IN (${chatters})`, ...range];
};
