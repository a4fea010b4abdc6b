import { Button } from '@mantine/core';
import { type UIEvent, useLayoutEffect, useRef } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import type { ChatMessage } from '#shared/model/index.ts';
import { LiveText } from '../../a11y/live-text.tsx';
import { readableColor } from '../../model/name-color.ts';
import { countOf, formatDateTime, formatExact } from '../../text/format.ts';
import { chatKey } from '../../stores/streams/chat.ts';
import { useChat, useRoute, useStores } from '../../stores/stores-context.tsx';
import { EmptyState, ErrorState, ForeignText, LoadingState } from '../../ui/index.ts';
import { useSurfaceColor } from '../../ui/use-surface-color.ts';
import { PlatformMark } from './chat-row.tsx';
import { removedWords, viewerIdOf } from './chat-words.ts';
import classes from './found-messages.module.css';
import { type Found, useFoundMessages } from './use-found-messages.ts';
import { indexingWords } from '../../text/indexing-words.ts';

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

const foundWords = ({ messages, phase, wanted, indexed }: Found): string =>
  `${phase === 'end' ? countOf(messages.length, 'message') : `The newest ${countOf(messages.length, 'message')}`} with “${isolate(wanted)}”, or by a viewer of that name. ${indexingWords('messages', indexed)}`.trimEnd();

/** Stands above the oldest message that was found. */
const OlderFound = ({ phase, failure, readMore }: Found) =>
  phase === 'end' ? null : (
    <li className={classes.start}>
      <Button size="compact-xs" loading={phase === 'loading'} onClick={readMore}>
        Show older messages
      </Button>
      {failure !== null && (
        <span role="alert">
          <ForeignText>{failure}</ForeignText>
        </span>
      )}
    </li>
  );

/** Starts at the end, where the newest message is, and stays at its row when older ones come in front. */
const useKeptPlace = (count: number) => {
  const list = useRef<HTMLOListElement>(null);
  const fromEnd = useRef(0);
  useLayoutEffect(() => {
    if (list.current && count > 0) list.current.scrollTop = list.current.scrollHeight - fromEnd.current;
  }, [count]);
  const onScroll = ({ currentTarget: { scrollHeight, scrollTop } }: UIEvent<HTMLOListElement>): void => {
    fromEnd.current = scrollHeight - scrollTop;
  };
  return { ref: list, onScroll };
};

const FoundList = ({ found }: { found: Found }) => {
  const surface = useSurfaceColor('--higher');
  const place = useKeptPlace(found.messages.length);
  return (
    <ol {...place} className={classes.list} aria-label="Messages found, newest last">
      <OlderFound {...found} />
      {found.messages.map((message) => (
        <FoundRow key={chatKey(message)} message={message} surface={surface} />
      ))}
    </ol>
  );
};

/** What a search of all kept chat found, in place of the chat as it goes. */
export const FoundMessages = ({ wanted }: { wanted: string }) => {
  const found = useFoundMessages(wanted);
  const none = found === null || found.messages.length === 0;
  if (none && found?.phase !== 'end' && found?.phase !== 'failed')
    return (
      <div className={classes.body}>
        <LoadingState what="Looking in the chat that is kept" />
      </div>
    );
  if (none && found.phase === 'failed')
    return (
      <div className={classes.body}>
        <ErrorState
          title="The chat could not be searched"
          message={found.failure ?? 'No reason was given.'}
          onRetry={found.readMore}
        />
      </div>
    );
  const words = foundWords(found);
  return (
    <>
      <div className={classes.body}>
        {none ? (
          <EmptyState title={`Nothing is kept with “${isolate(found.wanted)}”`}>
            Search finds whole words and the beginning of the last one, and viewers by the beginning of their
            name or login. {indexingWords('messages', found.indexed)} Settings › Data and privacy sets how
            long chat is kept.
          </EmptyState>
        ) : (
          <FoundList key={found.wanted} found={found} />
        )}
      </div>
      <p className={classes.status}>{words}</p>
      <LiveText text={words} />
    </>
  );
};
