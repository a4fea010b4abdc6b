import { cutText } from '#shared/kernel/index.ts';
import { longestKeptMessage } from '#shared/model/index.ts';

/** Resolves the names of mentions; undefined for an unknown id. */
export interface NameLookup {
  user(id: string): string | undefined;
  role(id: string): string | undefined;
  channel(id: string): string | undefined;
}

const markup =
  /<@!?(?<user>\d{1,20})>|<@&(?<role>\d{1,20})>|<#(?<channel>\d{1,20})>|<a?:(?<emoji>\w{1,64}):\d{1,20}>|<t:(?<time>-?\d{1,13})(?::[a-zA-Z])?>|<\/(?<command>[^:<>]{1,100}):\d{1,20}>/gu;
// Control characters except tab and line feed, which nobody types.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000B-\u001F\u007F]/gu;

const readTime = (seconds: string): string => {
  const at = new Date(Number(seconds) * 1_000);
  return Number.isNaN(at.getTime()) ? seconds : at.toISOString();
};

/**
 * Returns Discord's markup as plain text: mentions by name, custom emoji as `:name:`, times as ISO. The rest
 * of the text is unchanged and is never read as markup.
 */
export const readMessageText = (content: string, names: NameLookup): string => {
  const readable = content.replace(markup, (...args) => {
    const groups = args.at(-1) as Readonly<Record<string, string | undefined>>;
    if (groups['user']) return `@${names.user(groups['user']) ?? 'unknown user'}`;
    if (groups['role']) return `@${names.role(groups['role']) ?? 'unknown role'}`;
    if (groups['channel']) return `#${names.channel(groups['channel']) ?? 'unknown channel'}`;
    if (groups['emoji']) return `:${groups['emoji']}:`;
    if (groups['time']) return readTime(groups['time']);
    return `/${groups['command'] ?? ''}`;
  });
  return cutText(readable.replace(controls, '').toWellFormed(), longestKeptMessage, '…');
};
