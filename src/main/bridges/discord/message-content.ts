import {
  EmbedType,
  MessageType,
  type Embed,
  type Message,
  type MessageSnapshot,
  type Poll,
} from 'discord.js';
import { cutText, isObject } from '#shared/kernel/index.ts';
import { longestKeptMessage } from '#shared/model/index.ts';
import { readMessageText, type NameLookup } from './message-text.ts';

/** Nesting limit for components; Discord allows a few levels. */
const mostLevels = 8;
const mostOfAKind = 10;
const longestName = 100;
const longestPiece = 500;

const label = (kind: string, name: string | null | undefined, longest = longestName): string => {
  const words = cutText((name ?? '').replaceAll(/\s+/gu, ' ').trim(), longest, '…');
  return words === '' ? `[${kind}]` : `[${kind}] ${words}`;
};

const textIn = (value: unknown, field: string): string => {
  const text = isObject(value) ? value[field] : undefined;
  return typeof text === 'string' ? text : '';
};
const listIn = (value: Readonly<Record<string, unknown>>, field: string): readonly unknown[] => {
  const list = value[field];
  return Array.isArray(list) ? list.slice(0, 40) : [];
};

/** Component types with text, by Discord's numbers. */
const components = { button: 2, textDisplay: 10, thumbnail: 11, mediaGallery: 12, file: 13 } as const;
/** Component types of menus: string, user, role, mentionable, channel. */
const menus: ReadonlySet<unknown> = new Set([3, 5, 6, 7, 8]);

/** Returns the texts of a component and its children. */
const componentWords = (component: unknown, level = 0): readonly string[] => {
  if (!isObject(component) || level > mostLevels) return [];
  const inside = [...listIn(component, 'components'), component['accessory']];
  const deeper = inside.flatMap((each) => componentWords(each, level + 1));
  if (menus.has(component['type'])) return [label('menu', textIn(component, 'placeholder'))];
  switch (component['type']) {
    case components.thumbnail:
      return [label('image', textIn(component, 'description'))];
    case components.textDisplay:
      return [textIn(component, 'content')];
    case components.button:
      return textIn(component, 'label') === '' ? [] : [label('button', textIn(component, 'label'))];
    case components.mediaGallery:
      return listIn(component, 'items').map((item) => label('image', textIn(item, 'description')));
    case components.file:
      return [label('file', textIn(component, 'name'))];
    default:
      return deeper;
  }
};

const kindOfFile = (contentType: string | null, isVoice: boolean): string => {
  if (isVoice) return 'voice message';
  const [kind] = (contentType ?? '').split('/');
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'file';
};

const pollWords = (poll: Poll): string => {
  const answers = [...poll.answers.values()].slice(0, mostOfAKind).map(({ text }) => text ?? '');
  const named = answers.filter((answer) => answer !== '').join(' / ');
  return `${label('poll', poll.question.text, longestPiece)}${named === '' ? '' : `: ${cutText(named, longestPiece, '…')}`}`;
};

type Written = Pick<
  Message | MessageSnapshot,
  'content' | 'attachments' | 'stickers' | 'embeds' | 'components' | 'poll' | 'flags'
>;

/**
 * Returns true for an embed that only previews a link in the text. Bots and webhooks send embeds of the type
 * "rich". Discord uses that type for some links too; the text then contains the link.
 */
const isPreview = ({ data, url }: Embed, text: string): boolean =>
  text !== '' && (data.type !== EmbedType.Rich || (url !== null && text.includes(url)));

/** Returns texts for everything that a message contains, without previews of links in its text. */
const contentWords = (message: Written, names: NameLookup): readonly string[] => {
  const text = readMessageText(message.content ?? '', names);
  const isVoice = message.flags.has('IsVoiceMessage');
  const files = [...message.attachments.values()].map(({ name, contentType }) => {
    const kind = kindOfFile(contentType, isVoice);
    return isVoice ? label(kind, null) : label(kind, name);
  });
  const stickers = [...message.stickers.values()].map(({ name }) => label('sticker', name));
  const words = message.components
    .flatMap((component) => componentWords(component.toJSON()))
    .map((piece) => readMessageText(piece, names).trim())
    .filter((piece) => piece !== '');
  const written = message.embeds.filter((embed) => !isPreview(embed, text));
  const embeds = written.map(({ author, title, description, fields, footer }) => {
    const said = [author?.name, title, description, fields[0]?.name, fields[0]?.value, footer?.text];
    const kept = said.filter((piece) => piece !== undefined && piece !== null && piece !== '').slice(0, 2);
    return label('embed', readMessageText(kept.join(': '), names), longestPiece);
  });
  return [
    text,
    ...words,
    ...files.slice(0, mostOfAKind),
    ...stickers.slice(0, mostOfAKind),
    ...(message.poll ? [pollWords(message.poll)] : []),
    ...embeds.slice(0, mostOfAKind),
  ].filter((piece) => piece !== '');
};

/** Discord's system messages in words, and whether the content names their subject. */
const notices: ReadonlyMap<MessageType, { readonly words: string; readonly named?: true }> = new Map([
  [MessageType.UserJoin, { words: 'joined the server' }],
  [MessageType.ChannelPinnedMessage, { words: 'pinned a message' }],
  [MessageType.GuildBoost, { words: 'boosted the server' }],
  [MessageType.GuildBoostTier1, { words: 'boosted the server' }],
  [MessageType.GuildBoostTier2, { words: 'boosted the server' }],
  [MessageType.GuildBoostTier3, { words: 'boosted the server' }],
  [MessageType.ThreadCreated, { words: 'started a thread', named: true }],
  [MessageType.ThreadStarterMessage, { words: 'thread starts here' }],
  [MessageType.ChannelFollowAdd, { words: 'followed the channel', named: true }],
  [MessageType.StageStart, { words: 'started a stage', named: true }],
  [MessageType.StageEnd, { words: 'ended a stage', named: true }],
  [MessageType.StageTopic, { words: 'changed the topic of the stage', named: true }],
  [MessageType.AutoModerationAction, { words: 'AutoMod acted on a message' }],
  [MessageType.PollResult, { words: 'a poll has ended' }],
]);

/** Returns the words of a system message of Discord, or null for a message by a person or a bot. */
const noticeWords = (message: Message): string | null => {
  const notice = notices.get(message.type);
  if (notice) return label(notice.words, notice.named ? message.content : null);
  return message.system ? label('Discord notice', message.content) : null;
};

/**
 * Returns a message as text: its words, and a placeholder for everything else (`[forwarded]`, `[embed]`,
 * `[poll]`, `[sticker]`, `[image]` …). Never empty, and at most as long as a stored message.
 */
export const describeMessage = (message: Message, names: NameLookup): string => {
  const notice = noticeWords(message);
  if (notice !== null) return notice;
  const forwarded = [...message.messageSnapshots.values()]
    .slice(0, mostOfAKind)
    .map((snapshot) => ['[forwarded]', ...contentWords(snapshot, names)].join(' '));
  const words = [...contentWords(message, names), ...forwarded].join(' ');
  return words === '' ? '[message without text]' : cutText(words, longestKeptMessage, '…');
};
