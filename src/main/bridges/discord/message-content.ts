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

/** Containers of components hold containers; Discord allows a few levels. */
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

/** Types of components that say something, as Discord numbers them. */
const components = { button: 2, textDisplay: 10, thumbnail: 11, mediaGallery: 12, file: 13 } as const;
/** The menus of all kinds: of texts, users, roles, both, channels. */
const menus: ReadonlySet<unknown> = new Set([3, 5, 6, 7, 8]);

/** The words of a component and of those inside it. */
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
 * True for an embed that is the preview of a link in the text, and says nothing of its own. Bots and webhooks write embeds of the
 * type "rich"; Discord makes that type of some links too, and then the text has the link.
 */
const isPreview = ({ data, url }: Embed, text: string): boolean =>
  text !== '' && (data.type !== EmbedType.Rich || (url !== null && text.includes(url)));

/** Words for everything that a message holds. Previews of links in the text are left out. */
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

/** What Discord itself says of what somebody did, and whether the content names the thing. */
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

/** Words for a message that Discord itself wrote; null for what a person or a bot wrote. */
const noticeWords = (message: Message): string | null => {
  const notice = notices.get(message.type);
  if (notice) return label(notice.words, notice.named ? message.content : null);
  return message.system ? label('notice of Discord', message.content) : null;
};

/**
 * Returns a message as text: its words, and for all else at least that it is there (`[forwarded]`, `[embed]`, `[poll]`,
 * `[sticker]`, `[image]` …). Never empty, and at most as long as a kept message.
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
