import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { type ChatMessage, platformTitle } from '#shared/model/index.ts';
import { countOf, formatExact, formatHourMinute } from '../../text/format.ts';
import { CHAT_HELD, chatKey } from '../../stores/streams/chat.ts';
import { useChat, useClient, useStores } from '../../stores/stores-context.tsx';
import {
  EmptyState,
  ErrorState,
  Fact,
  Facts,
  ForeignText,
  LoadingState,
  RelativeTime,
  Section,
} from '../../ui/index.ts';
import { PlatformMark, RoleBadges } from './chat-row.tsx';
import { removedWords, viewerIdOf, viewerOf } from './chat-words.ts';
import { inOrder } from './message-order.ts';
import classes from './viewer-inspector.module.css';
import { type HostAnswer, useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';

const LAST_SHOWN = 20;

const texts = {
  loading: 'Loading messages…',
  failed: "Couldn't load the messages",
  none: 'No data for this viewer',
  noneHelp: `None of the last ${countOf(CHAT_HELD, 'message')} is from this viewer, and no older message is saved.`,
  ownAccount: 'your own account',
  about: 'About',
  noRoles: 'None',
  seen: (count: number) => `${countOf(count, 'message')} in this window`,
  latest: 'Latest messages',
  searchAll: 'Search all',
} as const;

/** Loads the viewer's saved messages. Loaded once: newer ones arrive in the window's own chat. */
const useSavedMessages = (id: string): HostAnswer<readonly ChatMessage[]> => {
  const client = useClient();
  const { api } = useQueries();
  const { answer } = useHostQuery(
    {
      queryKey: [...api.chat.search.key({ type: 'query' }), 'of', id],
      queryFn: async ({ signal }) => {
        const { platform, userId } = viewerOf(id);
        if (platform === null) return [];
        const query = { user: userId, platform, limit: LAST_SHOWN };
        return (await client.chat.search(query, { signal })).messages.toReversed();
      },
    },
    { onFailure: 'keep' },
  );
  return answer;
};

const MessageText = ({ message }: { message: ChatMessage }) => {
  const removed = removedWords(message);
  return (
    <span>
      <span className={classes.words} data-removed={removed !== null || undefined}>
        <ForeignText>{message.text}</ForeignText>
      </span>
      {message.editedAt !== undefined && <span className={classes.note}>edited</span>}
      {removed !== null && <span className={classes.note}>{removed}</span>}
    </span>
  );
};

/** One viewer: all of it is known from their messages. */
export const ViewerInspector = ({ id }: { id: string }) => {
  const { navigation } = useStores();
  const items = useChat((state) => state.ring.items);
  const saved = useSavedMessages(id);
  const live = useMemo(() => items.filter((message) => viewerIdOf(message) === id), [items, id]);
  const changes = useChat((state) => state.changes);
  const messages = useMemo(
    () => inOrder(valueOf(saved) ?? [], live).map((message) => changes.get(chatKey(message)) ?? message),
    [saved, live, changes],
  );
  const [first] = messages;
  const latest = messages.at(-1);
  if (!first || !latest) {
    if (saved.status === 'loading') return <LoadingState what={texts.loading} />;
    if (saved.status === 'failed') return <ErrorState title={texts.failed} message={saved.message} />;
    return <EmptyState title={texts.none}>{texts.noneHelp}</EmptyState>;
  }
  return (
    <div className={classes.inspector}>
      <header className={classes.header}>
        <div className={classes.titleLine}>
          <PlatformMark platform={latest.platform} />
          <h2 className={classes.name}>
            <ForeignText>{latest.displayName}</ForeignText>
          </h2>
        </div>
        {(latest.own || latest.roles.some((role) => role !== 'viewer')) && (
          <p className={classes.roles}>
            <RoleBadges roles={latest.roles} />
            {latest.own && texts.ownAccount}
          </p>
        )}
      </header>
      <Section title={texts.about}>
        <Facts>
          <Fact name="Platform">{platformTitle(latest.platform)}</Fact>
          <Fact name="Login" data>
            <ForeignText>{latest.userName}</ForeignText>
          </Fact>
          <Fact name="User ID" data>
            <ForeignText>{latest.userId}</ForeignText>
          </Fact>
          <Fact name="Channel">
            <ForeignText>{latest.channelTitle}</ForeignText>
          </Fact>
          <Fact name="Roles">{latest.roles.join(', ') || texts.noRoles}</Fact>
          <Fact name="Messages">{texts.seen(live.length)}</Fact>
          <Fact name="Last seen">
            <RelativeTime at={latest.at} />
          </Fact>
        </Facts>
      </Section>
      <Section
        title={texts.latest}
        aside={
          <Button onClick={() => navigation.getState().goTo('chat', { find: latest.userName })}>
            {texts.searchAll}
          </Button>
        }
      >
        <ol className={classes.messages}>
          {messages.slice(-LAST_SHOWN).map((message) => (
            <li key={message.id} className={classes.message}>
              <time dateTime={new Date(message.at).toISOString()} title={formatExact(message.at)}>
                {formatHourMinute(message.at)}
              </time>
              <MessageText message={message} />
            </li>
          ))}
        </ol>
      </Section>
    </div>
  );
};
