import { IconDots } from '@tabler/icons-react';
import { VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import { type ChatMessage, type ChatPlatform, platformTitle } from '#shared/model/index.ts';
import { formatExact, formatHourMinute } from '../../text/format.ts';
import { readableColor } from '../../model/name-color.ts';
import { ForeignText, PlatformIcon } from '../../ui/index.ts';
import classes from './chat-row.module.css';
import { ownWords, removedWords, roleWord } from './chat-words.ts';

export const PlatformMark = ({ platform }: { platform: ChatPlatform }) => {
  return (
    <span className={classes.platform} title={platformTitle(platform)}>
      <PlatformIcon platform={platform} />
      <VisuallyHidden>{platformTitle(platform)}</VisuallyHidden>
    </span>
  );
};

export const RoleBadges = ({ roles }: { roles: ChatMessage['roles'] }) =>
  roles.map((role) => {
    const word = roleWord[role];
    return word === null ? null : (
      <span key={role} className={classes.badge} title={role}>
        {word}
      </span>
    );
  });

const texts = {
  firstMessage: 'first message',
  edited: 'edited',
  replyToEarlier: 'Replying to an earlier message',
  sharedChat: (channel: string) => `Shared chat of ${isolate(channel)}`,
  actions: (name: string) => `Actions for the message from ${isolate(name)}`,
  reply: (message: ChatMessage): string => {
    const name = isolate(message.displayName);
    const removed = removedWords(message);
    return removed === null
      ? `Replying to ${name}: ${isolate(message.text)}`
      : `Replying to a message from ${name} (${removed})`;
  },
} as const;

/** One chat message. What people write is drawn as text, never as markup. */
export const ChatRow = memo(
  ({
    message,
    repliedTo,
    surface,
    selected,
    paused,
    onOpenViewer,
    onOpenActions,
  }: {
    message: ChatMessage;
    /** The message that this one replies to, when the window still has it. */
    repliedTo: ChatMessage | null;
    /** Background colour behind names, `#RRGGBB`. */
    surface: string;
    selected: boolean;
    paused: boolean;
    readonly onOpenViewer: (message: ChatMessage) => void;
    readonly onOpenActions: (message: ChatMessage, button: HTMLElement) => void;
  }) => {
    const color = readableColor(message.color, surface);
    const cause = ownWords(message);
    const gone = removedWords(message);
    return (
      <article
        className={classes.row}
        data-own={message.own || undefined}
        data-selected={selected || undefined}
        data-paused={paused || undefined}
        data-removed={gone !== null || undefined}
      >
        <PlatformMark platform={message.platform} />
        <div className={classes.content}>
          {message.replyTo !== null && (
            <p className={classes.reply}>
              {repliedTo ? <ForeignText>{texts.reply(repliedTo)}</ForeignText> : texts.replyToEarlier}
            </p>
          )}
          <p className={classes.line}>
            <RoleBadges roles={message.roles} />
            {message.firstMessage && <span className={classes.first}>{texts.firstMessage}</span>}
            <button
              type="button"
              className={classes.name}
              style={color === null ? {} : { color }}
              onClick={() => onOpenViewer(message)}
            >
              <ForeignText>{message.displayName}</ForeignText>
            </button>
            <span className={message.action ? classes.action : undefined}>
              {message.action ? ' ' : ': '}
              <span className={classes.words}>
                <ForeignText>{message.text}</ForeignText>
              </span>
            </span>
            {message.editedAt !== undefined && (
              <span className={classes.removed} title={formatExact(message.editedAt)}>
                {texts.edited}
              </span>
            )}
            {gone !== null && <span className={classes.removed}>{gone}</span>}
          </p>
          {(cause !== null || message.sharedFrom !== null) && (
            <p className={classes.cause}>
              {[cause, message.sharedFrom === null ? null : texts.sharedChat(message.sharedFrom)]
                .filter((part) => part !== null)
                .join(' · ')}
            </p>
          )}
        </div>
        <button
          type="button"
          className={classes.more}
          aria-label={texts.actions(message.displayName)}
          aria-haspopup="menu"
          onClick={(event) => onOpenActions(message, event.currentTarget)}
        >
          <IconDots size={16} stroke={1.5} aria-hidden="true" />
        </button>
        <time
          className={classes.time}
          dateTime={new Date(message.at).toISOString()}
          title={formatExact(message.at)}
        >
          {formatHourMinute(message.at)}
        </time>
      </article>
    );
  },
);
ChatRow.displayName = 'ChatRow';
