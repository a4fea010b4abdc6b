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

const replyWords = (message: ChatMessage): string => {
  const removed = removedWords(message);
  return removed === null
    ? `answers ${isolate(message.displayName)}: ${isolate(message.text)}`
    : `answers a message of ${isolate(message.displayName)} (${removed})`;
};

/** One message. What people write is text and stays text. */
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
    /** The message that this one answers, when it is still held. */
    repliedTo: ChatMessage | null;
    /** The colour that names stand on, `#RRGGBB`. */
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
              {repliedTo ? <ForeignText>{replyWords(repliedTo)}</ForeignText> : 'answers an earlier message'}
            </p>
          )}
          <p className={classes.line}>
            <RoleBadges roles={message.roles} />
            {message.firstMessage && <span className={classes.first}>first message</span>}
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
                edited
              </span>
            )}
            {gone !== null && <span className={classes.removed}>{gone}</span>}
          </p>
          {(cause !== null || message.sharedFrom !== null) && (
            <p className={classes.cause}>
              {[
                cause,
                message.sharedFrom === null ? null : `from the shared chat of ${isolate(message.sharedFrom)}`,
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </p>
          )}
        </div>
        <button
          type="button"
          className={classes.more}
          aria-label={`Actions on the message of ${isolate(message.displayName)}`}
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
