import { expect, it } from 'vitest';
import { z } from 'zod';
import type { EventRecord } from '../../model/index.ts';
import { ownTopic, read, topic } from './define.ts';

const doorMoved = topic('house.door-moved', {
  title: 'Door moved',
  level: ({ open }) => (open ? 'warning' : 'info'),
  data: z.object({ door: z.string(), open: z.boolean(), marks: z.array(z.string()).optional() }),
  sentence: ({ door, open }) => `The ${door} is ${open ? 'open' : 'shut'}`,
});
const row = (data: EventRecord['data'], name = doorMoved.name): EventRecord => ({
  id: 'e-1',
  topic: name,
  source: 'house',
  level: 'info',
  at: 5,
  message: 'The gate is open',
  correlationId: null,
  causeId: null,
  data,
});

it('creates a draft with the name, level and sentence of the topic', () => {
  expect(doorMoved({ door: 'gate', open: true })).toEqual({
    topic: doorMoved,
    level: 'warning',
    message: 'The gate is open',
    data: { door: 'gate', open: true },
  });
  expect(doorMoved({ door: 'gate', open: false }).level).toBe('info');
  expect(doorMoved.name).toBe('house.door-moved');
});

it('lets the emitter set the level, the cause and the correlation', () => {
  const draft = doorMoved(
    { door: 'gate', open: true },
    { level: 'debug', causeId: 'e-0', correlationId: 'c' },
  );
  expect(draft).toMatchObject({ level: 'debug', causeId: 'e-0', correlationId: 'c' });
});

it.each([
  ['another topic', row({ door: 'gate', open: true }, 'house.door-painted')],
  ['data that lacks a field', row({ door: 'gate' })],
  ['data of another kind', row({ door: 7, open: true })],
])('returns null for a stored event with %s', (_, stored) => {
  expect(read(doorMoved, stored)).toBeNull();
});

it('reads a stored event with fields of a later version', () => {
  const stored = row({ door: 'gate', open: true, colour: 'red' });
  expect(read(doorMoved, stored)).toEqual({ ...stored, data: { door: 'gate', open: true } });
});

it('names nobody only when its owner declares so', () => {
  const swept = ownTopic('house.swept', {
    title: 'House swept',
    data: z.object({}),
    sentence: () => 'Clean',
  });
  expect([doorMoved.namesNobody, swept.namesNobody]).toEqual([false, true]);
});
