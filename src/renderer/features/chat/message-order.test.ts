import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatKey } from '../../stores/streams/chat.ts';
import { plainMessage } from '#shared/model/testing/plain-message.ts';
import { inOrder } from './message-order.ts';

const message = (id: string, at: number, text = 'kept') => plainMessage({ id, at, text });

describe('the messages of a viewer', () => {
  it('has the newest last, though the window holds older ones than the journal answered with', () => {
    const kept = [message('c', 53), message('d', 55)];
    const held = [message('a', 51), message('b', 52)];
    expect(inOrder(kept, held).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps the order of arrival for messages of one instant', () => {
    expect(inOrder([message('z', 1), message('a', 1)], [message('m', 1)]).map(({ id }) => id)).toEqual([
      'z',
      'a',
      'm',
    ]);
  });

  it('has every message once, in order of time, as the window holds it', () => {
    const messages = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), at: fc.nat(9) }));
    fc.assert(
      fc.property(messages, messages, (first, second) => {
        const kept = first.map(({ id, at }) => message(id, at));
        const held = second.map(({ id, at }) => message(id, at, 'held'));
        const all = inOrder(kept, held);
        const keys = all.map(chatKey);
        expect(new Set(keys).size).toBe(keys.length);
        expect(new Set(keys)).toEqual(new Set([...kept, ...held].map(chatKey)));
        expect(all.every(({ at }, index) => index === 0 || (all[index - 1]?.at ?? 0) <= at)).toBe(true);
        const heldKeys = new Set(held.map(chatKey));
        for (const each of all) expect(each.text).toBe(heldKeys.has(chatKey(each)) ? 'held' : 'kept');
      }),
    );
  });
});
