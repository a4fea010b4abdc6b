import { Button, VisuallyHidden } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import { platformOf, type ChatMessage } from '#shared/model/index.ts';
import { LiveText } from '../../a11y/live-text.tsx';
import { useShortcuts } from '../../a11y/use-shortcuts.ts';
import { useStrayKeys } from '../../a11y/use-stray-keys.ts';
import { countOf, formatCount, formatDateTime, formatExact, formatHourMinute } from '../../text/format.ts';
import { chatKey } from '../../stores/streams/chat.ts';
import { useChat, useRoute, useStores, useSystem } from '../../stores/stores-context.tsx';
import { FollowList } from '../../ui/follow-list.tsx';
import { EmptyState, ForeignText, KeyHint, LoadingState, useNow } from '../../ui/index.ts';
import { useFollow, type Follow } from '../../ui/use-follow.ts';
import { useSurfaceColor } from '../../ui/use-surface-color.ts';
import classes from './chat-page.module.css';
import { ChatRow } from './chat-row.tsx';
import { removedWords, viewerIdOf } from './chat-words.ts';
import { Composer } from './composer.tsx';
import { FoundMessages } from './found-messages.tsx';
import { anchorAt, MessageActions, type MessageAnchor } from './message-actions.tsx';
import { SearchBar } from './search-bar.tsx';
import { useEarlierChat, type EarlierChat } from './use-earlier-chat.ts';
import { whyNoChat } from './why-no-chat.ts';

const ANNOUNCE_EVERY_MS = 8_000;
const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

const NoMessages = ({ earlier }: { earlier: EarlierChat }) => {
  const { navigation } = useStores();
  const components = useSystem((state) => state.components);
  const reasons = whyNoChat(components.values(), useNow());
  return (
    <EmptyState
      title="No messages yet"
      action={
        <Button
          onClick={() =>
            navigation.getState().goTo('settings', { section: platformOf('twitch').settingsPath })
          }
        >
          Open the Twitch settings
        </Button>
      }
    >
      {reasons.length === 0 ? (
        'No chat is set up. Connect Twitch or Discord in Settings.'
      ) : (
        <ul className={classes.reasons}>
          {reasons.map((reason) => (
            <li key={reason}>
              <ForeignText>{reason}</ForeignText>
            </li>
          ))}
        </ul>
      )}
      <ListStart earlier={earlier} />
    </EmptyState>
  );
};

/** What stands above the oldest message. */
const ListStart = ({ earlier }: { earlier: EarlierChat }) => (
  <div className={classes.start}>
    {earlier.phase === 'end' ? (
      'Nothing earlier is kept.'
    ) : (
      <Button size="compact-xs" loading={earlier.phase === 'reading'} onClick={earlier.read}>
        Show earlier messages
      </Button>
    )}
    {earlier.failure !== null && (
      <span role="alert">
        <ForeignText>{earlier.failure}</ForeignText>
      </span>
    )}
  </div>
);

const DAY_MS = 86_400_000;

const ChatStatus = ({
  follow,
  earlier,
  dropped,
}: {
  follow: Follow<ChatMessage>;
  earlier: EarlierChat;
  dropped: number;
}) => {
  const { shown, mode, waiting, missed } = follow;
  const oldest = earlier.messages[0] ?? shown.items[0];
  const newest = shown.items.at(-1) ?? earlier.messages.at(-1);
  const overDays = oldest !== undefined && newest !== undefined && newest.at - oldest.at > DAY_MS;
  return (
    <div className={classes.status}>
      <p className={classes.facts}>
        <span>{countOf(earlier.messages.length + shown.items.length, 'message')}</span>
        {oldest && (
          <span title={formatExact(oldest.at)}>
            since {overDays ? formatDateTime(oldest.at) : formatHourMinute(oldest.at)}
          </span>
        )}
        <span title="Messages that this window was too slow for">{formatCount(dropped)} dropped</span>
        <span className={classes.mode} data-mode={mode}>
          {mode === 'following'
            ? 'following'
            : `${mode === 'paused' ? 'paused' : 'scrolled back'}, ${formatCount(waiting.length)} waiting${
                missed > 0 ? `, ${formatCount(missed)} let go` : ''
              }`}
        </span>
      </p>
      {mode === 'following' ? (
        <Button
          leftSection={<IconPlayerPause {...icon} />}
          rightSection={<KeyHint keys={['Space']} />}
          onClick={() => follow.hold('paused')}
        >
          Pause
        </Button>
      ) : (
        <Button
          variant="filled"
          leftSection={<IconPlayerPlay {...icon} />}
          rightSection={<KeyHint keys={['End']} />}
          onClick={follow.follow}
        >
          Follow
        </Button>
      )}
    </div>
  );
};

const spokenText = ({ mode, shown }: Follow<ChatMessage>): string => {
  if (mode !== 'following') return 'The chat is held. Press End to follow again.';
  const last = shown.items.at(-1);
  if (!last) return '';
  const removed = removedWords(last);
  return `${isolate(last.displayName)}: ${removed ?? isolate(last.text)}`;
};

/** The menu of one message. The chat is held while it is open, so that it stays with its message. */
const useMessageActions = (follow: Follow<ChatMessage>) => {
  // The anchor outlives the menu, which fades with its words.
  const [anchor, setAnchor] = useState<MessageAnchor | null>(null);
  const [opened, setOpened] = useState(false);
  const latest = useRef(follow);
  const resumes = useRef(false);
  useEffect(() => {
    latest.current = follow;
  });
  const open = useCallback((message: ChatMessage, button: HTMLElement) => {
    const { mode, hold } = latest.current;
    resumes.current = mode === 'following';
    if (resumes.current) hold('paused');
    setAnchor(anchorAt(message, button));
    setOpened(true);
  }, []);
  const close = (): void => {
    setOpened(false);
    if (resumes.current) follow.follow();
  };
  return { anchor, acting: opened ? (anchor?.message ?? null) : null, open, close };
};

const Messages = ({ follow, earlier }: { follow: Follow<ChatMessage>; earlier: EarlierChat }) => {
  const { navigation } = useStores();
  const { selection } = useRoute();
  const surface = useSurfaceColor('--higher');
  const { shown, waiting, mode } = follow;
  const items = useMemo(() => [...earlier.messages, ...shown.items], [earlier.messages, shown.items]);
  const byId = useMemo(() => new Map(items.map((message) => [message.id, message])), [items]);
  const openViewer = useCallback(
    (message: ChatMessage) => navigation.getState().select({ kind: 'viewer', id: viewerIdOf(message) }),
    [navigation],
  );
  const actions = useMessageActions(follow);
  // A list that is held shows old words, never words that are not said any more.
  const changes = useChat((state) => state.changes);
  const repliedTo = ({ replyTo }: ChatMessage): ChatMessage | null => {
    const answered = replyTo === null ? undefined : byId.get(replyTo);
    return answered ? (changes.get(chatKey(answered)) ?? answered) : null;
  };
  const selected = selection?.kind === 'viewer' ? selection.id : null;
  const lastShown = mode === 'following' ? null : (shown.items.at(-1)?.id ?? null);
  return (
    <>
      <FollowList
        key={earlier.generation}
        className={classes.list}
        role="log"
        aria-live="off"
        aria-label="Chat, newest last"
        tabIndex={0}
        items={items}
        older={earlier.messages.length}
        header={<ListStart earlier={earlier} />}
        keyOf={chatKey}
        mode={mode}
        onLeave={() => follow.hold('reading')}
        onReturn={follow.follow}
        onKeyDown={(event) => {
          if (event.key !== ' ' || event.target !== event.currentTarget) return;
          event.preventDefault();
          if (mode === 'following') follow.hold('paused');
          else follow.follow();
        }}
        renderItem={(message) => (
          <ChatRow
            message={changes.get(chatKey(message)) ?? message}
            repliedTo={repliedTo(message)}
            surface={surface}
            selected={viewerIdOf(message) === selected || message.id === actions.acting?.id}
            paused={message.id === lastShown && waiting.length > 0}
            onOpenViewer={openViewer}
            onOpenActions={actions.open}
          />
        )}
      />
      {actions.anchor && (
        <MessageActions anchor={actions.anchor} opened={actions.acting !== null} onClose={actions.close} />
      )}
      {waiting.length > 0 && (
        <Button className={classes.jump} onClick={follow.follow}>
          Show {countOf(waiting.length, 'new message')}
        </Button>
      )}
    </>
  );
};

/** The conversation of all platforms in one list, and the place to answer. */
export const ChatPage = () => {
  const ring = useChat((state) => state.ring);
  const loaded = useChat((state) => state.loaded);
  const dropped = useChat((state) => state.dropped);
  const follow = useFollow(ring);
  const earlier = useEarlierChat(follow.shown);
  const { navigation } = useStores();
  const wanted = useRoute().params['find'] ?? '';
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ f: follow.follow, end: follow.follow, '/': () => search.current?.focus() });
  useStrayKeys((key) => {
    if (key !== ' ' || wanted !== '') return false;
    if (follow.mode === 'following') follow.hold('paused');
    else follow.follow();
    return true;
  });
  if (!loaded) return <LoadingState what="Waiting for the first messages" />;
  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">Chat</VisuallyHidden>
      <SearchBar
        wanted={wanted}
        fieldRef={search}
        onChange={(find) => navigation.getState().setParams({ find })}
      />
      {wanted === '' ? (
        <>
          <div className={classes.body}>
            {follow.shown.items.length + earlier.messages.length === 0 ? (
              <NoMessages earlier={earlier} />
            ) : (
              <Messages follow={follow} earlier={earlier} />
            )}
          </div>
          <ChatStatus follow={follow} earlier={earlier} dropped={dropped} />
          <LiveText text={spokenText(follow)} everyMs={ANNOUNCE_EVERY_MS} />
        </>
      ) : (
        <FoundMessages wanted={wanted} />
      )}
      <Composer onSend={follow.follow} />
    </div>
  );
};
