import { isolate } from '#shared/kernel/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { LiveText } from '../../a11y/live-text.tsx';
import { readableColor } from '../../data/name-color.ts';
import { countOf, formatDateTime, formatExact } from '../../data/format.ts';
import { indexingWords } from '../../data/indexing-words.ts';
import { chatKey } from '../../stores/chat-store.ts';
import { useChat, useRoute, useStores } from '../../stores/stores-context.tsx';
import { EmptyState, ErrorState, ForeignText, LoadingState } from '../../ui/index.ts';
import { useSurfaceColor } from '../../ui/use-surface-color.ts';
import { PlatformMark } from './chat-row.tsx';
import { removedWords, viewerIdOf } from './chat-words.ts';
import classes from './found-messages.module.css';
import { MOST_FOUND, useFoundMessages, type Found } from './use-found-messages.ts';

const FoundRow = ({ message: found, surface }: { message: ChatMessage; surface: string }) => {
  const message = useChat((state) => state.changes.get(chatKey(found))) ?? found;
  const removed = removedWords(message);
  const { navigation } = useStores();
  const { selection } = useRoute();
  const id = viewerIdOf(message);
  const color = readableColor(message.color, surface);
  return (
    <li
      className={classes.row}
      data-selected={(selection?.kind === 'viewer' && selection.id === id) || undefined}
    >
      <time className={classes.time} title={formatExact(message.at)}>
        {formatDateTime(message.at)}
      </time>
      <PlatformMark platform={message.platform} />
      <p className={classes.line}>
        <button
          type="button"
          className={classes.name}
          style={color === null ? {} : { color }}
          onClick={() => navigation.getState().select({ kind: 'viewer', id })}
        >
          <ForeignText>{message.displayName}</ForeignText>
        </button>
        {message.action ? ' ' : ': '}
        <span className={classes.words} data-removed={removed !== null || undefined}>
          <ForeignText>{message.text}</ForeignText>
        </span>
        {message.editedAt !== undefined && <span className={classes.note}>edited</span>}
        {removed !== null && <span className={classes.note}>{removed}</span>}
      </p>
    </li>
  );
};

const foundWords = ({ messages, more, wanted, indexed }: Found): string =>
  `${more ? `The newest ${MOST_FOUND} messages` : countOf(messages.length, 'message')} with “${isolate(wanted)}”, or by a viewer of that name. ${indexingWords('messages', indexed)}`.trimEnd();

/** The newest is at the bottom, as in the chat itself. */
const showEnd = (list: HTMLOListElement | null): void => {
  if (list) list.scrollTop = list.scrollHeight;
};

const FoundList = ({ found }: { found: Found }) => {
  const surface = useSurfaceColor('--higher');
  return (
    <ol key={found.wanted} ref={showEnd} className={classes.list} aria-label="Messages found, newest last">
      {found.messages.map((message) => (
        <FoundRow key={chatKey(message)} message={message} surface={surface} />
      ))}
    </ol>
  );
};

/** What a search of all kept chat found, in place of the chat as it goes. */
export const FoundMessages = ({ wanted }: { wanted: string }) => {
  const answer = useFoundMessages(wanted);
  if (answer.status === 'asking' || (answer.status === 'ready' && answer.value.wanted === ''))
    return (
      <div className={classes.body}>
        <LoadingState what="Looking in the chat that is kept" />
      </div>
    );
  if (answer.status === 'failed')
    return (
      <div className={classes.body}>
        <ErrorState title="The chat could not be searched" message={answer.message} />
      </div>
    );
  const found = answer.value;
  const words = foundWords(found);
  return (
    <>
      <div className={classes.body}>
        {found.messages.length === 0 ? (
          <EmptyState title={`Nothing is kept with “${isolate(found.wanted)}”`}>
            Search finds whole words and the beginning of the last one, and viewers by the beginning of their
            name or login. {indexingWords('messages', found.indexed)} Settings › Data and privacy sets how
            long chat is kept.
          </EmptyState>
        ) : (
          <FoundList found={found} />
        )}
      </div>
      <p className={classes.status}>{words}</p>
      <LiveText text={words} />
    </>
  );
};
