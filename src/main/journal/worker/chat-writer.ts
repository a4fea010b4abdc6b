import type { DatabaseSync } from 'node:sqlite';
import { hourMs } from '#shared/kernel/index.ts';
import type { ArchivedChange, Batch, ChatRow } from './batch.ts';
import { createChatChanger } from './chat-changer.ts';
import { createChatterIds, type NameIds } from './row-ids.ts';
import { HourRanges, nextSeq, prepareHours, importRows, type NumberedRow } from './row-numbers.ts';
import { createIndexWriter } from './search-index.ts';

/** Writes chat messages and their changes into table and index. The caller owns the transaction. */
export const createChatWriter = (database: DatabaseSync, names: NameIds) => {
  const index = createIndexWriter(database, 'chat');
  const chatters = createChatterIds(database);
  const changer = createChatChanger(database, index);
  const insert = database.prepare(
    'INSERT INTO chat (seq, id, at, channel, chatter, user_name, text, rest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const find = database.prepare(
    `SELECT c.seq, c.text, c.rest FROM chat_hours h JOIN chat c ON c.seq BETWEEN h.first_seq AND h.last_seq
     WHERE h.hour = ? AND c.chatter = ? AND c.id = ? ORDER BY c.seq DESC LIMIT 1`,
  );
  const change = database.prepare('UPDATE chat SET text = ?, rest = ? WHERE seq = ?');
  const idAt = database.prepare('SELECT id FROM chat WHERE seq = ?');
  const hourStatement = prepareHours(database, 'chat_hours');
  let next = nextSeq(database, 'chat');

  const put = (seq: number, row: ChatRow, hours: HourRanges): true => {
    const { id, at, userName, text, rest } = row;
    insert.run(seq, id, at, names.get(row.channel), chatters.get(row), userName, text, rest);
    index.add(seq, text);
    hours.note(at, seq);
    return true;
  };
  /**
   * Finds a message by its hour and author. An index on the platform's id would slow down every insert for a
   * few edits.
   */
  const replace = (row: ChatRow): void => {
    const chatter = chatters.find(row);
    const held = chatter === null ? undefined : find.get(Math.floor(row.at / hourMs), chatter, row.id);
    if (!held) return;
    const seq = Number(held['seq']);
    if (held['text'] === row.text && held['rest'] === row.rest) return;
    change.run(row.text, row.rest, seq);
    if (held['text'] !== row.text) index.replace(seq, row.text);
  };

  return {
    /** Returns the older messages that the changes of the batch updated. */
    write({ chat, chatChanges, chatFacts }: Batch): readonly ArchivedChange[] {
      const hours = new HourRanges();
      for (const row of chat) put(next++, row, hours);
      hours.write(hourStatement);
      chatChanges.forEach(replace);
      return chatFacts.map((fact) => changer.apply(fact)).filter(({ messages }) => messages.length > 0);
    },
    writeIndex: index.write,
    /**
     * Imports messages of another file under their old numbers; existing rows stay. Returns the number of new
     * rows.
     */
    importRows: (rows: readonly NumberedRow<ChatRow>[]): number => {
      const hours = new HourRanges();
      const done = importRows(rows, next, {
        idAt: (seq) => idAt.get(seq)?.['id'],
        put: (seq, row) => put(seq, row, hours),
      });
      next = done.next;
      index.write();
      hours.write(hourStatement);
      return done.taken;
    },
    forget(): void {
      chatters.forget();
      index.forget();
      next = nextSeq(database, 'chat');
    },
  };
};
