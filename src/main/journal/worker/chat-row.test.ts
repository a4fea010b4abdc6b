import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { chatMessageSchema, type ChatMessage } from '#shared/model/index.ts';
import { aChatMessage } from '../testing/journal-fixture.ts';
import { decodeChat, encodeChat, presentForm, withoutSeal } from './chat-row.ts';
import type { Row } from './rows.ts';

const rowOf = (message: ChatMessage, rest = encodeChat(message).rest): Row => {
  const { id, at, platform, channel, userId, userName, text } = encodeChat(message);
  return { id, at, platform, channel, user_id: userId, user_name: userName, text, rest };
};
const full = aChatMessage(1, {
  color: '#a0b1c2',
  roles: ['subscriber', 'vip'],
  emotes: [{ id: '25', from: 0, to: 7 }],
  replyTo: 'message-0',
  sharedFrom: 'elsewhere',
  own: true,
  ownCause: { componentId: 'router', messageId: null },
  editedAt: 4,
  deletedAt: 5,
  removed: { by: 'timed-out', seconds: 60 },
});

it.each([
  ['with every field', full],
  ['with as few fields as there can be', aChatMessage(2)],
])('reads a message %s as it was written, sealed or not', (_, message) => {
  expect(decodeChat(rowOf(message))).toEqual(message);
  expect(decodeChat(rowOf(message, withoutSeal(encodeChat(message).rest)))).toEqual(message);
});

it('validates a row without the seal of the current form', () => {
  const { rest } = encodeChat(full);
  const wrong = rest.replace('"vip"', '"emperor"');
  expect(wrong).not.toBe(rest);
  expect(decodeChat(rowOf(full, withoutSeal(wrong)))).toBeNull();
  for (const form of [presentForm - 1, presentForm + 1])
    expect(decodeChat(rowOf(full, wrong.replace(`"form":${presentForm}`, `"form":${form}`)))).toBeNull();
});

it('reads no message from a truncated row', () => {
  const { rest } = encodeChat(full);
  for (const length of [0, 1, 10, rest.length - 1])
    expect(decodeChat(rowOf(full, rest.slice(0, length)))).toBeNull();
});

it('requires a new form when the schema of a message changes, so that older rows are validated', () => {
  const schema = JSON.stringify(z.toJSONSchema(chatMessageSchema, { unrepresentable: 'any' }));
  const digest = createHash('sha256').update(schema).digest('hex').slice(0, 16);
  expect({ form: presentForm, digest }).toEqual({ form: 1, digest: 'e82b6dccb2bb8782' });
});
