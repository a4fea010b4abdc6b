import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  namingTopics,
  withoutPeople,
  type NamingEvent,
  type PersonFilter,
} from '#shared/catalogue/people/without-people.ts';
import { deletedViewer, type EventData } from '#shared/model/index.ts';

interface Person {
  readonly userId: string;
  readonly login: string;
  readonly displayName: string;
}

const filterOf = ({ userId, login, displayName }: Person, platform: string): PersonFilter => ({
  byId: (on, id) => (on ?? platform) === platform && id === userId,
  byLogin: (on, name) => on === platform && name.toLowerCase() === login.toLowerCase(),
  byShownName: (on, name) =>
    (on ?? platform) === platform &&
    [login, displayName].some((known) => known.toLowerCase() === name.toLowerCase()),
  namesOf: () => [login, displayName],
});

/** Fields that any topic may have. In no topic do the fields of the person come first. */
const details = {
  kind: 'subgift',
  viewers: 12,
  rewardTitle: 'Hydrate the chat',
  cost: 1_200,
  months: null,
  gifts: 5,
  total: 5,
  bits: 100,
  seconds: 600,
  command: 'status',
  channel: 'the_stage',
  by: 'timed-out',
  scope: 'author',
  ids: [],
  at: 0,
  messageId: 'm-1',
  reason: 'spam',
};

const topics = [...namingTopics];

/** Returns data with a value at a path. */
const put = (data: EventData, path: string | undefined, value: string): EventData => {
  if (path === undefined) return data;
  const [key = '', inner] = path.split('.');
  const before = data[key];
  return {
    ...data,
    [key]: inner === undefined ? value : { ...(typeof before === 'object' ? before : {}), [inner]: value },
  };
};

/** Creates an event of a topic, as its owner does, about one person. */
const eventAbout = (topic: string, person: Person, platform: string): NamingEvent => {
  const owner = topics.find(([name]) => name === topic)?.[1];
  if (!owner) throw new Error(`Nobody declares ${topic}`);
  const { userId, login, displayName, words = [] } = owner.persons[0] ?? {};
  const named = put(
    put(put({ ...details, platform }, userId, person.userId), login, person.login),
    displayName,
    person.displayName,
  );
  const data = words.reduce((before, path) => put(before, path, 'their words'), named);
  return { topic, source: 'somewhere', data, message: owner.sentence(data, '!') };
};

const platformsOf = (topic: string): readonly string[] => {
  const platform = topics.find(([name]) => name === topic)?.[1].platform;
  return platform === undefined || platform === 'data' ? ['twitch', 'discord'] : [platform];
};

/** Every word in the texts of the program: its sentences, topics, component ids and field names. */
const ownWords = (): readonly string[] => {
  const folders = ['src/main', 'src/shared'];
  const texts = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').match(/'[^'\n]+'|`[^`\n]+`/g) ?? []),
  );
  return [...new Set(texts.flatMap((text) => text.match(/[\p{L}\p{N}_][\p{L}\p{N}_.:-]*/gu) ?? []))];
};
const awkward = [
  'a',
  '1',
  '(deleted viewer)',
  'x.*',
  '[a-z]+',
  '$&',
  'a|b',
  'of',
  'ちびコンピ',
  'İ',
  'Two Left Oars',
];
const names = [...ownWords(), ...awkward];
const stranger = 'zzqx_nobody';

describe('a viewer who is deleted', () => {
  it('may have any of our own words as a name', () => {
    expect(names.length).toBeGreaterThan(2_000);
    expect(names).toEqual(
      expect.arrayContaining(['twitch', 'the', 'chat', 'deleted', 'obs', 'twitch.followed']),
    );
  });

  it.each(topics.map(([topic]) => topic))('leaves %s unchanged, whatever the name', (topic) => {
    for (const platform of platformsOf(topic)) {
      const cleanedOf = (name: string) => {
        const person = { userId: '90817263', login: name, displayName: name };
        return withoutPeople(eventAbout(topic, person, platform), filterOf(person, platform));
      };
      const expected = cleanedOf(stranger);
      expect(JSON.stringify(expected)).not.toMatch(/zzqx|90817263|their words/);
      const text = JSON.stringify(expected);
      expect(names.filter((name) => JSON.stringify(cleanedOf(name)) !== text)).toEqual([]);
    }
  });

  it.each(topics.map(([topic]) => topic))('leaves every other %s as it is', (topic) => {
    for (const platform of platformsOf(topic)) {
      const touched = names.filter((name) => {
        const other = { userId: '5', login: 'somebody_else', displayName: name };
        const deleted = { userId: '90817263', login: name, displayName: name };
        const elsewhere = platform === 'twitch' ? 'discord' : 'twitch';
        return (
          withoutPeople(eventAbout(topic, other, platform), filterOf(deleted, platform)) !== null ||
          withoutPeople(eventAbout(topic, deleted, platform), filterOf(deleted, elsewhere)) !== null
        );
      });
      expect(touched).toEqual([]);
    }
  });

  it('is removed from no event without a person, whatever words it contains', () => {
    const event = {
      topic: 'bridge.connected',
      source: 'twitch-chat',
      message: 'Connected to Twitch chat of #the_stage.',
      data: { platform: 'twitch', channel: 'the_stage', name: 'twitch', user: 'chat', list: ['obs'] },
    };
    const touched = names.filter((name) => {
      const person = { userId: name, login: name, displayName: name };
      return withoutPeople(event, filterOf(person, 'twitch')) !== null;
    });
    expect(touched).toEqual([]);
  });

  const gull = { userId: '7', login: 'gull', displayName: 'The Gull' };
  const clean = (topic: string, message: string, data: EventData = {}) =>
    withoutPeople({ topic, source: 'x', message, data }, filterOf(gull, 'twitch'))?.message ?? null;

  it.each([
    ['command.answered', '!status of The Gull is answered.', '!status of (deleted viewer) is answered.'],
    ['command.answered', '!status of The Gulls is answered.', null],
    [
      'command.ignored',
      'A command of The Gull was left alone. There is no command !gull.',
      'A command of (deleted viewer) was left alone. There is no command !gull.',
    ],
    [
      'twitch.subscription',
      'Heron gave a subscription to The Gull.',
      'Heron gave a subscription to (deleted viewer).',
    ],
    [
      'twitch.events-missed',
      'Not heard for 9 s. 2 events fetched afterwards: The Gull follows the channel. Heron subscribed.',
      'Not heard for 9 s. 2 events fetched afterwards.',
    ],
    ['twitch.events-missed', 'Not heard for 9 s. 1 event fetched afterwards: Heron subscribed.', null],
  ])('is found in an old event of %s that has no field for the name', (topic, message, expected) => {
    expect(clean(topic, message, { platform: 'twitch' })).toBe(expected);
  });

  it('is removed from an undeclared topic, by the usual fields', () => {
    const data = { userId: '7', inner: { login: 'gull', note: 'gull 7' } };
    expect(clean('other.topic', 'The Gull waves', data)).toBe(`${deletedViewer} waves`);
    expect(clean('other.topic', 'Gull waves at gull', data)).toBe('An event about a deleted viewer.');
    expect(clean('other.topic', 'Seagulls are birds', data)).toBe('Seagulls are birds');
    expect(clean('other.topic', 'The Gull waves', { userId: '8', login: 'gull' })).toBeNull();
    // A login without a platform may belong to a namesake.
    expect(clean('other.topic', 'The Gull waves', { login: 'gull' })).toBeNull();
    expect(clean('twitch.new-topic', 'The Gull waves', { login: 'GULL' })).toBe(`${deletedViewer} waves`);
  });

  it('is identified by login when there is no id, and never by a display name', () => {
    expect(clean('twitch.raid', '?', { login: 'Gull', displayName: 'G', viewers: 1 })).toBe(
      '(deleted viewer) is raiding with 1 viewer.',
    );
    expect(clean('twitch.raid', '?', { login: 'heron', displayName: 'The Gull', viewers: 1 })).toBeNull();
  });
});
