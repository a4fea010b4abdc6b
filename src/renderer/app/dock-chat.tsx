import type { ChatMessage } from '#shared/model/index.ts';
import { formatHourMinute } from '../text/format.ts';
import { readableColor } from '../model/name-color.ts';
import { removedWords } from '../features/chat/chat-words.ts';
import { chatKey } from '../stores/streams/chat.ts';
import { useChat } from '../stores/stores-context.tsx';
import { useSurfaceColor } from '../ui/use-surface-color.ts';
import { ForeignText } from '../ui/index.ts';
import classes from './dock-chat.module.css';

/** The number of messages in a dock: more than fit on a screen, few enough to draw at once. */
const MOST_SHOWN = 80;

const Line = ({ message, surface }: { message: ChatMessage; surface: string }) => {
  const color = readableColor(message.color, surface);
  // A dock may be visible on stream, so it hides the text of removed messages.
  const removed = removedWords(message);
  return (
    <li className={classes.line} data-removed={removed !== null || undefined}>
      <time className={classes.time}>{formatHourMinute(message.at)}</time>{' '}
      <strong style={color === null ? {} : { color }}>
        <ForeignText>{message.displayName}</ForeignText>
      </strong>
      {message.action ? ' ' : ': '}
      <span className={classes.words}>{removed ?? <ForeignText>{message.text}</ForeignText>}</span>
    </li>
  );
};

/** The chat, read-only, with the newest message at the bottom. */
export const DockChat = () => {
  const items = useChat((state) => state.ring.items);
  const loaded = useChat((state) => state.loaded);
  const surface = useSurfaceColor('--page');
  return (
    <section className={classes.chat} aria-label="Chat">
      {loaded && items.length === 0 ? (
        <p className={classes.none}>No messages yet</p>
      ) : (
        <ol className={classes.list} aria-label="Chat, newest last">
          {items.slice(-MOST_SHOWN).map((message) => (
            <Line key={chatKey(message)} message={message} surface={surface} />
          ))}
        </ol>
      )}
    </section>
  );
};
