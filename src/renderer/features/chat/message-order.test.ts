import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatKey } from '../../stores/streams/chat.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { inOrder } from './message-order.ts';

const message = (id: string, at: number, text = 'stored') => plainMessage({ id, at, text });

describe('inOrder', () => {
  it('sorts live messages before stored ones when they are older', () => {
    const stored = [message('c', 53), message('d', 55)];
    const live = [message('a', 51), message('b', 52)];
    expect(inOrder(stored, live).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps the order of arrival for messages with the same time', () => {
    expect(inOrder([message('z', 1), message('a', 1)], [message('m', 1)]).map(({ id }) => id)).toEqual([
      'z',
      'a',
      'm',
    ]);
  });

  it('returns each message once, in order of time, as the live copy', () => {
    const messages = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), at: fc.nat(9) }));
    fc.assert(
      fc.property(messages, messages, (first, second) => {
        const stored = first.map(({ id, at }) => message(id, at));
        const live = second.map(({ id, at }) => message(id, at, 'live'));
        const all = inOrder(stored, live);
        const keys = all.map(chatKey);
        expect(new Set(keys).size).toBe(keys.length);
        expect(new Set(keys)).toEqual(new Set([...stored, ...live].map(chatKey)));
        expect(all.every(({ at }, index) => index === 0 || (all[index - 1]?.at ?? 0) <= at)).toBe(true);
        const liveKeys = new Set(live.map(chatKey));
        for (const each of all) expect(each.text).toBe(liveKeys.has(chatKey(each)) ? 'live' : 'stored');
      }),
    );
  });
});
