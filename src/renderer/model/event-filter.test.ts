import { describe, expect, it } from 'vitest';
import type { EventRecord } from '#shared/model/index.ts';
import {
  createEventMatcher,
  readShownEvents,
  toJournalFilter,
  topicChoices,
  writeShownEvents,
} from './event-filter.ts';
import { describeFilter } from '../text/filter-words.ts';

const event = (over: Partial<EventRecord> = {}): EventRecord => ({
  id: 'event-1',
  topic: 'obs.scene-changed',
  source: 'obs:main',
  level: 'info',
  at: 1_000,
  message: 'OBS shows the scene "Café break"',
  correlationId: null,
  causeId: null,
  data: {},
  ...over,
});
const shown = (over: Record<string, string> = {}) => readShownEvents(over);
const passes = (params: Record<string, string>, over: Partial<EventRecord> = {}): boolean =>
  createEventMatcher(shown(params))(event(over));

describe('filter of the events', () => {
  it('hides debug events by default, and ignores an unknown level', () => {
    expect(passes({}, { level: 'debug' })).toBe(false);
    expect(passes({ level: 'loud' }, { level: 'debug' })).toBe(false);
    expect(passes({ level: 'debug' }, { level: 'debug' })).toBe(true);
    expect(passes({ level: 'warning' })).toBe(false);
  });

  it('searches the last word as a prefix until a space follows it', () => {
    expect(passes({ text: 'sce' })).toBe(true);
    expect(passes({ text: 'sce ' })).toBe(false);
    expect(passes({ text: 'scene ' })).toBe(true);
    expect(toJournalFilter(shown({ text: ' scene ' })).text).toBe('scene ');
  });

  it('keeps a time in the address, and shows only what happened in it', () => {
    const params = writeShownEvents({ from: 900.4, to: 1_200 });
    expect(params).toEqual({ from: '900', to: '1200' });
    expect(passes(params)).toBe(true);
    expect(passes(params, { at: 899 })).toBe(false);
    expect(passes(params, { at: 1_200 })).toBe(false);
    expect(toJournalFilter(shown(params))).toMatchObject({ after: 899 });
    expect(describeFilter(shown(params)).map(({ name }) => name)).toEqual(['level', 'from', 'to']);
    expect(writeShownEvents({ from: null, to: null })).toEqual({ from: '', to: '' });
    expect(shown({ from: 'yesterday' }).from).toBeNull();
  });

  it.each([
    ['scene', true],
    ['SCENE caf', true],
    ['scene break', true],
    ['cafe', true],
    ['scen break', false],
    ['obs:main', true],
    ['scene-changed', true],
    ['missing', false],
    ['', true],
  ])('finds the words “%s” as the journal does: %s', (text, expected) => {
    expect(passes({ text })).toBe(expected);
  });

  it('matches a topic alone, and a family with all its topics', () => {
    expect(passes({ topic: 'obs.*' })).toBe(true);
    expect(passes({ topic: 'obs.scene' })).toBe(false);
    expect(passes({ topic: 'obs.*' }, { topic: 'obsolete.found' })).toBe(false);
    expect(passes({ component: 'obs' })).toBe(false);
  });

  it('sends only active filters to the journal', () => {
    expect(toJournalFilter(shown({ level: 'debug', text: '  ' }))).toEqual({});
    expect(toJournalFilter(shown({ text: ' a', topic: 'obs.*' }))).toEqual({
      level: 'info',
      text: 'a',
      topic: 'obs.*',
    });
  });

  it('leaves defaults out of the address', () => {
    expect(writeShownEvents({ level: 'info', text: 'a' })).toEqual({ level: '', text: 'a' });
    expect(writeShownEvents({ component: 'obs:main' })).toEqual({ component: 'obs:main' });
  });

  it('describes each filter in a sentence, with its removal', () => {
    const chips = describeFilter(shown({ component: 'obs:main', topic: 'obs.*', text: 'scene' }));
    expect(chips.map((chip) => chip.words)).toEqual([
      'level is info or above',
      'source is obs:main',
      'topic begins with obs',
      'text has “scene”',
    ]);
    expect(chips.map((chip) => chip.without)).toEqual([
      { level: 'debug' },
      { component: '' },
      { topic: '' },
      { text: '' },
    ]);
  });

  it('offers families before topics', () => {
    expect(topicChoices(['obs.b', 'chat.sent', 'obs.a', 'obs.a'])).toEqual([
      'chat.*',
      'obs.*',
      'chat.sent',
      'obs.a',
      'obs.b',
    ]);
  });
});
