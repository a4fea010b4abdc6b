import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ChatRow } from './batch.ts';
import { createNameWriter } from './chatter-names.ts';

const rememberedIds = 50_000;

const idOf = (statement: StatementSync, ...values: string[]): number =>
  Number(statement.get(...values)?.['id']);

/**
 * Cache of the row ids of topics, components and channels. Cleared when it is full or a transaction was
 * rolled back.
 */
export const createNameIds = (database: DatabaseSync) => {
  const upsert = database.prepare(
    'INSERT INTO names (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id',
  );
  const ids = new Map<string, number>();
  return {
    get: (name: string): number => {
      const known = ids.get(name);
      if (known !== undefined) return known;
      if (ids.size >= rememberedIds) ids.clear();
      const id = idOf(upsert, name);
      ids.set(name, id);
      return id;
    },
    forget: (): void => ids.clear(),
  };
};

export type NameIds = ReturnType<typeof createNameIds>;

/** Cache of the row ids of chatters, with their current names. Cleared like {@link createNameIds}. */
export const createChatterIds = (database: DatabaseSync) => {
  const find = database.prepare('SELECT id, user_name FROM chatters WHERE platform = ? AND user_id = ?');
  const add = database.prepare(
    'INSERT INTO chatters (platform, user_id, user_name) VALUES (?, ?, ?) RETURNING id',
  );
  const rename = database.prepare('UPDATE chatters SET user_name = ? WHERE id = ?');
  const addName = createNameWriter(database);
  const chatters = new Map<string, Pick<ChatRow, 'userName' | 'displayName'> & { readonly id: number }>();
  return {
    get: ({ platform, userId, userName, displayName }: ChatRow): number => {
      const key = `${platform} ${userId}`;
      const known = chatters.get(key);
      if (known?.userName === userName && known.displayName === displayName) return known.id;
      if (chatters.size >= rememberedIds) chatters.clear();
      const held = find.get(platform, userId);
      const id = held ? Number(held['id']) : idOf(add, platform, userId, userName);
      // Looks up the row first: an upsert would rewrite the row and its two indexes for each chatter's first
      // message.
      if (held && held['user_name'] !== userName) rename.run(userName, id);
      addName(id, userName, displayName);
      chatters.set(key, { id, userName, displayName });
      return id;
    },
    /** Returns the id of a known chatter; null for an unknown one. */
    find: ({ platform, userId }: Pick<ChatRow, 'platform' | 'userId'>): number | null => {
      const held = find.get(platform, userId);
      return held ? Number(held['id']) : null;
    },
    forget: (): void => chatters.clear(),
  };
};
