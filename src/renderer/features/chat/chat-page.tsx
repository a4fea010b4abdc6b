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
import { useKnownTime } from '../../stores/use-status.ts';
import { FollowList } from '../../ui/follow-list.tsx';
import { EmptyState, ForeignText, KeyHint, LoadingState } from '../../ui/index.ts';
import { useFollow, type Follow, type FollowMode } from '../../ui/use-follow.ts';
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

const texts = {
  none: 'No messages yet',
  notSetUp: 'No chat is set up. Connect Twitch or Discord in Settings.',
  openSettings: 'Open Twitch settings',
  noneEarlier: 'No earlier messages',
  showEarlier: 'Show earlier messages',
  droppedHelp: 'Messages this window was too slow to show',
  pausedAloud: 'Chat paused. Press End to resume.',
  resume: 'Jump to latest',
  list: 'Chat, newest last',
  loading: 'Loading chat…',
  showNew: (count: number) => `Show ${countOf(count, 'new message')}`,
  mode: (mode: FollowMode, waiting: number, missed: number): string =>
    mode === 'following'
      ? 'following'
      : `${mode === 'paused' ? 'paused' : 'scrolled back'}, ${formatCount(waiting)} waiting${
          missed > 0 ? `, ${formatCount(missed)} skipped` : ''
        }`,
} as const;
const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

const NoMessages = ({ earlier }: { earlier: EarlierChat }) => {
  const { navigation } = useStores();
  const components = useSystem((state) => state.components);
  const reasons = whyNoChat(components.values(), useKnownTime());
  return (
    <EmptyState
      title={texts.none}
      action={
        <Button
          onClick={() =>
            navigation.getState().goTo('settings', { section: platformOf('twitch').settingsPath })
          }
        >
          {texts.openSettings}
        </Button>
      }
    >
      {reasons.length === 0 ? (
        texts.notSetUp
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

/** The line above the oldest message: a button for earlier ones, or the end of the history. */
const ListStart = ({ earlier }: { earlier: EarlierChat }) => (
  <div className={classes.start}>
    {earlier.phase === 'end' ? (
      texts.noneEarlier
    ) : (
      <Button size="compact-xs" loading={earlier.phase === 'reading'} onClick={earlier.read}>
        {texts.showEarlier}
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
        <span title={texts.droppedHelp}>{formatCount(dropped)} dropped</span>
        <span className={classes.mode} data-mode={mode}>
          {texts.mode(mode, waiting.length, missed)}
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
          {texts.resume}
        </Button>
      )}
    </div>
  );
};

const spokenText = ({ mode, shown }: Follow<ChatMessage>): string => {
  if (mode !== 'following') return texts.pausedAloud;
  const last = shown.items.at(-1);
  if (!last) return '';
  const removed = removedWords(last);
  return `${isolate(last.displayName)}: ${removed ?? isolate(last.text)}`;
};

/**
 * Opens the menu of one message. The chat pauses while the menu is open, so that the message does not move
 * away.
 */
const useMessageActions = (follow: Follow<ChatMessage>) => {
  // The anchor stays while the menu fades out, because the menu still shows its text then.
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
  // A paused list shows edits and deletions of its messages.
  const changes = useChat((state) => state.changes);
  const repliedTo = ({ replyTo }: ChatMessage): ChatMessage | null => {
    const original = replyTo === null ? undefined : byId.get(replyTo);
    return original ? (changes.get(chatKey(original)) ?? original) : null;
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
        aria-label={texts.list}
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
          {texts.showNew(waiting.length)}
        </Button>
      )}
    </>
  );
};

/** The chat of all platforms in one list, with a search and a composer. */
export const ChatPage = () => {
  const ring = useChat((state) => state.ring);
  const loaded = useChat((state) => state.loaded);
  const dropped = useChat((state) => state.dropped);
  const follow = useFollow(ring);
  const earlier = useEarlierChat(follow.shown);
  const { navigation } = useStores();
  const query = useRoute().params['find'] ?? '';
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ f: follow.follow, end: follow.follow, '/': () => search.current?.focus() });
  useStrayKeys((key) => {
    if (key !== ' ' || query !== '') return false;
    if (follow.mode === 'following') follow.hold('paused');
    else follow.follow();
    return true;
  });
  if (!loaded) return <LoadingState what={texts.loading} />;
  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">Chat</VisuallyHidden>
      <SearchBar
        query={query}
        fieldRef={search}
        onChange={(find) => navigation.getState().setParams({ find })}
      />
      {query === '' ? (
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
        <FoundMessages query={query} />
      )}
      <Composer onSend={follow.follow} />
    </div>
  );
};
