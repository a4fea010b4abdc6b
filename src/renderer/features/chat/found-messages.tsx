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

const texts = {
  searching: 'Searching chat…',
  failed: 'Search failed',
  noReason: 'No reason was given.',
  showOlder: 'Show older results',
  list: 'Messages found, newest last',
  edited: 'edited',
  none: (query: string) => `No results for “${isolate(query)}”`,
  help: 'Try whole words, or the start of a user name.',
  retention: 'Settings › Data and privacy sets how long chat is kept.',
  results: ({ messages, phase, query, indexed }: Found): string => {
    const count = countOf(messages.length, 'result');
    const all = phase === 'end' ? count : `Newest ${count}`;
    return `${all} for “${isolate(query)}”. ${indexingWords('messages', indexed)}`.trimEnd();
  },
} as const;

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
        {message.editedAt !== undefined && <span className={classes.note}>{texts.edited}</span>}
        {removed !== null && <span className={classes.note}>{removed}</span>}
      </p>
    </li>
  );
};

/** The line above the oldest result. */
const OlderFound = ({ phase, failure, readMore }: Found) =>
  phase === 'end' ? null : (
    <li className={classes.start}>
      <Button size="compact-xs" loading={phase === 'loading'} onClick={readMore}>
        {texts.showOlder}
      </Button>
      {failure !== null && (
        <span role="alert">
          <ForeignText>{failure}</ForeignText>
        </span>
      )}
    </li>
  );

/** Scrolls to the newest message at first, and keeps the visible rows in place when older ones are added. */
const useScrollAnchor = (count: number) => {
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
  const place = useScrollAnchor(found.messages.length);
  return (
    <ol {...place} className={classes.list} aria-label={texts.list}>
      <OlderFound {...found} />
      {found.messages.map((message) => (
        <FoundRow key={chatKey(message)} message={message} surface={surface} />
      ))}
    </ol>
  );
};

/** The results of a search in all saved chat. Replaces the live chat while the search field has text. */
export const FoundMessages = ({ query }: { query: string }) => {
  const found = useFoundMessages(query);
  const none = found === null || found.messages.length === 0;
  if (none && found?.phase !== 'end' && found?.phase !== 'failed')
    return (
      <div className={classes.body}>
        <LoadingState what={texts.searching} />
      </div>
    );
  if (none && found.phase === 'failed')
    return (
      <div className={classes.body}>
        <ErrorState title={texts.failed} message={found.failure ?? texts.noReason} onRetry={found.readMore} />
      </div>
    );
  const words = texts.results(found);
  return (
    <>
      <div className={classes.body}>
        {none ? (
          <EmptyState title={texts.none(found.query)}>
            {texts.help} {indexingWords('messages', found.indexed)} {texts.retention}
          </EmptyState>
        ) : (
          <FoundList key={found.query} found={found} />
        )}
      </div>
      <p className={classes.status}>{words}</p>
      <LiveText text={words} />
    </>
  );
};
