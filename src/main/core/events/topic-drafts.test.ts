import { expect, it } from 'vitest';
import { z } from 'zod';
import { topic } from '#shared/catalogue/topics/define.ts';
import { createCoreHarness } from '../testing/index.ts';

const doorMoved = topic('house.door-moved', {
  title: 'Door moved',
  level: ({ open }) => (open ? 'warning' : 'info'),
  data: z.object({ door: z.string(), open: z.boolean(), marks: z.array(z.string()).optional() }),
  sentence: ({ door, open }) => `The ${door} is ${open ? 'open' : 'shut'}`,
});
const lockBroke = topic('house.lock-broke', {
  title: 'Lock broke',
  level: 'error',
  data: z.object({ code: z.string() }),
  sentence: (_, { reason }: { readonly reason: string }) => `The lock broke: ${reason}`,
});

it('keeps a fault’s message out of the data, and the bus redacts the sentence', () => {
  const { bus } = createCoreHarness().createServices();
  const reason = 'the key oauth:abcdef0123456789abcdef0123456789 was refused';
  const event = bus.emit('house', lockBroke({ code: 'house.key' }, { reason }));
  expect(event).toMatchObject({ topic: 'house.lock-broke', level: 'error', data: { code: 'house.key' } });
  expect(event.message).toMatch(/^The lock broke: the key/);
  expect(JSON.stringify(event)).not.toContain('abcdef0123456789');
});

it('types the data for emitters and listeners', () => {
  const { bus } = createCoreHarness().createServices();
  const doors: string[] = [];
  bus.on(doorMoved, ({ data }) => void doors.push(data.door));
  bus.on('house.*', ({ data }) => {
    // @ts-expect-error A pattern tells nothing of the data.
    const door: string = data['door'];
    doors.push(door);
  });
  // @ts-expect-error The state of the door is missing.
  const incomplete = () => doorMoved({ door: 'gate' });
  // @ts-expect-error The sentence needs the reason.
  const wordless = () => lockBroke({ code: 'house.key' });
  const marks: readonly string[] = ['old'];
  bus.emit('house', doorMoved({ door: 'gate', open: true, marks }));
  expect(doors).toEqual(['gate', 'gate']);
  expect([incomplete, wordless]).toHaveLength(2);
});

it('recognises its own events without validating their data again', () => {
  const { bus } = createCoreHarness().createServices();
  const event = bus.emit('house', doorMoved({ door: 'gate', open: true }));
  expect(doorMoved.is(event) && event.data.door).toBe('gate');
  expect(lockBroke.is(event)).toBe(false);
});
