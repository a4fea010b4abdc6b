import { nameIn, textIn, type EventData, type TopicPeople } from './topic-people.ts';

const author = {
  userId: 'author.userId',
  login: 'author.login',
  displayName: 'author.displayName',
} as const;
const user = { userId: 'userId', login: 'login', displayName: 'displayName' } as const;

const authorIn = (data: EventData): EventData => {
  const inner = data['author'];
  return typeof inner === 'object' && inner !== null ? { ...inner } : {};
};

const onPlatform = (data: EventData): string => (data['platform'] === 'discord' ? ' on Discord' : '');

const deletedWords = (data: EventData): string => {
  const name = nameIn(authorIn(data), 'somebody');
  const ids = data['ids'];
  const count = Array.isArray(ids) ? ids.length : 1;
  switch (data['by']) {
    case 'timed-out':
      return `${name} was timed out for ${Number(data['seconds'] ?? 0)} s.`;
    case 'banned':
      return `${name} was banned.`;
    case 'cleared':
      return 'A moderator cleared the chat.';
    default:
      if (data['scope'] === 'channel') return `The channel was deleted${onPlatform(data)}.`;
      return count === 1
        ? `A message of ${name} was deleted${onPlatform(data)}.`
        : `${count} messages were deleted${onPlatform(data)}.`;
  }
};

const editedWords = (data: EventData): string =>
  `${nameIn(authorIn(data))} changed a message${onPlatform(data)}.`;

const markOf = (before: string): string => (before.startsWith('/') ? '/' : '!');

/** The topics of the conversation that name viewers, whatever the platform. */
export const chatPeople = {
  'chat.deleted': { platform: 'data', people: [author], sentence: deletedWords },
  'chat.edited': {
    platform: 'data',
    people: [{ ...author, words: ['text'] }],
    sentence: editedWords,
  },
  'command.answered': {
    platform: 'data',
    people: [user],
    sentence: (data, before) =>
      `${markOf(before)}${textIn(data, 'command')} of ${nameIn(data, 'somebody')} is answered.`,
    nameInSentence: /^[!/]\S+ of (?<name>.+) is answered\.$/u,
  },
  'command.ignored': {
    platform: 'data',
    people: [user],
    sentence: (data) => `A command of ${nameIn(data, 'somebody')} was left alone.`,
    nameInSentence: /^(?:A command|\/\S+) of (?<name>.+?) was left alone\./u,
  },
  'discord.connected': {
    platform: 'discord',
    people: [user],
    sentence: (data) => `Signed in to Discord as ${nameIn(data)}, reading #${textIn(data, 'channel')}`,
    nameInSentence: /^Signed in to Discord as (?<name>.+), reading #/u,
  },
  // Kept by earlier versions, which had no `chat.deleted` and `chat.edited`.
  'discord.message-edited': {
    platform: 'discord',
    people: [user],
    sentence: (data) => `${nameIn(data)} changed a message on Discord`,
    nameInSentence: /^(?<name>.+) changed a message on Discord$/u,
  },
  'discord.message-deleted': {
    platform: 'discord',
    people: [user],
    sentence: (data) => `A message of ${nameIn(data, 'somebody')} was deleted on Discord`,
    nameInSentence: /^A message of (?<name>.+) was deleted on Discord$/u,
  },
} as const satisfies Readonly<Record<string, TopicPeople>>;

/** The sentence of a change of chat, from its data. */
export const chatSentence = (topic: 'chat.deleted' | 'chat.edited', data: EventData): string =>
  (topic === 'chat.deleted' ? deletedWords : editedWords)(data);
