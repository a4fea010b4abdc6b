import { useMemo } from 'react';
import { countOf, formatExact, formatHourMinute } from '../../data/format.ts';
import { useChat } from '../../stores/stores-context.tsx';
import { CHAT_HELD } from '../../stores/chat-store.ts';
import { EmptyState, Fact, Facts, RelativeTime, Section } from '../../ui/index.ts';
import { PlatformMark, RoleBadges } from './chat-row.tsx';
import { platformTitle, viewerIdOf } from './chat-words.ts';
import classes from './viewer-inspector.module.css';

const LAST_SHOWN = 20;

/** What is known of one viewer: all of it comes from what they wrote in this session. */
export const ViewerInspector = ({ id }: { id: string }) => {
  const items = useChat((state) => state.ring.items);
  const messages = useMemo(() => items.filter((message) => viewerIdOf(message) === id), [items, id]);
  const [first] = messages;
  const latest = messages.at(-1);
  if (!first || !latest) {
    return (
      <EmptyState title="Nothing is held of this viewer">
        They have not written among the last {countOf(CHAT_HELD, 'message')} of this window.
      </EmptyState>
    );
  }
  return (
    <div className={classes.inspector}>
      <header className={classes.header}>
        <div className={classes.titleLine}>
          <PlatformMark platform={latest.platform} />
          <h2 className={classes.name}>{latest.displayName}</h2>
        </div>
        {(latest.own || latest.roles.some((role) => role !== 'viewer')) && (
          <p className={classes.roles}>
            <RoleBadges roles={latest.roles} />
            {latest.own && 'one of our own accounts'}
          </p>
        )}
      </header>
      <Section title="Known of them">
        <Facts>
          <Fact name="Platform">{platformTitle[latest.platform]}</Fact>
          <Fact name="Login" data>
            {latest.userName}
          </Fact>
          <Fact name="User id" data>
            {latest.userId}
          </Fact>
          <Fact name="Channel">{latest.channelTitle}</Fact>
          <Fact name="Roles">{latest.roles.join(', ') || 'none told'}</Fact>
          <Fact name="Messages">{countOf(messages.length, 'message')} seen by this window</Fact>
          <Fact name="First seen">
            <RelativeTime at={first.at} />
          </Fact>
          <Fact name="Last seen">
            <RelativeTime at={latest.at} />
          </Fact>
        </Facts>
      </Section>
      <Section title="Last messages">
        <ol className={classes.messages}>
          {messages.slice(-LAST_SHOWN).map((message) => (
            <li key={message.id} className={classes.message}>
              <time dateTime={new Date(message.at).toISOString()} title={formatExact(message.at)}>
                {formatHourMinute(message.at)}
              </time>
              <span>{message.text}</span>
            </li>
          ))}
        </ol>
      </Section>
    </div>
  );
};
