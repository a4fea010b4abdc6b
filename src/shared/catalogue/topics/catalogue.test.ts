import { describe, expect, it } from 'vitest';
import { findTopic, keepOf, topics } from './index.ts';

const names = topics.map(({ name }) => name);

describe('the catalogue of topics', () => {
  it('declares each topic once', () => {
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('names each topic by its subject and what happened, in lower case', () => {
    expect(names.filter((name) => !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[a-z]+(?:-[a-z]+)*$/.test(name))).toEqual(
      [],
    );
  });

  it('gives each topic a title in sentence case', () => {
    const titles = topics.map(({ title }) => title);
    expect(titles.filter((title) => !/^[A-Z][^.!?]{3,40}$/.test(title))).toEqual([]);
  });

  it('finds a topic by its name, and returns undefined for an unknown name', () => {
    expect(topics.every((topic) => findTopic(topic.name) === topic)).toBe(true);
    expect(findTopic('house.door-moved')).toBeUndefined();
  });

  it('stores chat topics as chat and events of unknown topics as events', () => {
    expect(topics.filter(({ keep }) => keep === 'chat').map(({ name }) => name)).toEqual(['chat.message']);
    expect(keepOf('house.door-moved')).toBe('events');
  });

  it('never marks a topic that names viewers as naming nobody', () => {
    const naming = topics.filter(({ people, namesNobody }) => people !== null && namesNobody);
    // These name our own accounts.
    expect(naming.map(({ name }) => name)).toEqual(['discord.connected']);
  });
});
