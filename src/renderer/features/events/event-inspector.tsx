import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconFilter } from '@tabler/icons-react';
import { commandActorIn } from '#shared/catalogue/topics/components.ts';
import { findTopic } from '#shared/catalogue/topics/index.ts';
import { cutText, escapeDirections, isolate } from '#shared/kernel/index.ts';
import type { EventRecord } from '#shared/model/index.ts';
import { actorWords } from '../../text/actor-words.ts';
import { plainFact } from '../../text/fact-words.ts';
import { formatExact, formatTimeOfDay } from '../../text/format.ts';
import { writeShownEvents, type ShownEvents } from '../../model/event-filter.ts';
import { useComponent, useStores } from '../../stores/stores-context.tsx';
import { useEventSentence } from '../../stores/use-event-sentence.ts';
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
import classes from './event-inspector.module.css';
import { LevelMark } from './level-mark.tsx';
import { useEvent, useEventChain } from './use-event-chain.ts';

const icon = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

const ChainLink = ({ event, current }: { event: EventRecord; current: boolean }) => {
  const { navigation } = useStores();
  const say = useEventSentence();
  return (
    <li>
      <button
        type="button"
        className={classes.link}
        aria-current={current || undefined}
        title={formatExact(event.at)}
        onClick={() => navigation.getState().select({ kind: 'event', id: event.id })}
      >
        <span className={classes.linkHead}>
          <span>{formatTimeOfDay(event.at)}</span>
          <span>
            <ForeignText>{event.source}</ForeignText>
          </span>
        </span>
        <bdi dir="auto" className={classes.linkSentence}>
          {say(event)}
        </bdi>
      </button>
    </li>
  );
};

/** What led to it and what it led to, oldest first. */
const CauseChain = ({ event }: { event: EventRecord }) => {
  const { causes, missingCause, consequences, complete } = useEventChain(event);
  const alone = causes.length === 0 && consequences.length === 0 && missingCause === null;
  return (
    <Section title="Cause chain" aside={complete ? undefined : 'reading the journal'}>
      {alone ? (
        <p className={classes.note}>Nothing is known to have led to it, and it led to nothing.</p>
      ) : (
        <ol className={classes.chain}>
          {missingCause !== null && (
            <li className={classes.note}>
              The first cause is not among the events: it was a chat message, or the journal let it go.
            </li>
          )}
          {causes.map((cause) => (
            <ChainLink key={cause.id} event={cause} current={false} />
          ))}
          <ChainLink event={event} current />
          {consequences.map((consequence) => (
            <ChainLink key={consequence.id} event={consequence} current={false} />
          ))}
        </ol>
      )}
    </Section>
  );
};

const fieldText = (name: string, value: unknown): string => {
  if (value === '') return '(empty)';
  return plainFact(name, value) ?? (value === null ? 'none' : JSON.stringify(value));
};

const Fields = ({ data }: { data: EventRecord['data'] }) => {
  const entries = Object.entries(data).map(([name, value]) => [name, fieldText(name, value)] as const);
  if (entries.length === 0) return <p className={classes.note}>It has no fields of its own.</p>;
  return (
    <Facts>
      {entries.map(([name, text]) => (
        <Fact key={name} name={name} data>
          <ForeignText>{cutText(text, 120, '… (whole under Raw)')}</ForeignText>
        </Fact>
      ))}
    </Facts>
  );
};

const Raw = ({ event }: { event: EventRecord }) => {
  const text = escapeDirections(JSON.stringify(event, null, 2));
  return (
    <Section
      title="Raw"
      aside={
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              leftSection={copied ? <IconCheck {...icon} /> : <IconCopy {...icon} />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy JSON'}
            </Button>
          )}
        </CopyButton>
      }
    >
      {/* Scrolls by itself, so it can be reached by key. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.raw} tabIndex={0} aria-label="Raw JSON">
        <ForeignText>{text}</ForeignText>
      </pre>
    </Section>
  );
};

const EventDetail = ({ event }: { event: EventRecord }) => {
  const { navigation } = useStores();
  const say = useEventSentence();
  const actor = commandActorIn(event);
  const component = useComponent(event.source);
  const showOnly = (filter: Partial<ShownEvents>) => (): void =>
    navigation.getState().goTo('events', { ...writeShownEvents({ level: 'debug', ...filter }) });
  return (
    <div className={classes.inspector}>
      <header className={classes.header}>
        <p className={classes.kind}>
          <LevelMark level={event.level} />
          <span className={classes.topic} title={findTopic(event.topic)?.title}>
            <ForeignText>{event.topic}</ForeignText>
          </span>
        </p>
        <h2 className={classes.sentence}>
          <ForeignText>{say(event)}</ForeignText>
        </h2>
        <div className={classes.actions}>
          {component && (
            <Button onClick={() => navigation.getState().select({ kind: 'component', id: event.source })}>
              Open {isolate(component.title)}
            </Button>
          )}
          <Button leftSection={<IconFilter {...icon} />} onClick={showOnly({ component: event.source })}>
            Only this source
          </Button>
          <Button leftSection={<IconFilter {...icon} />} onClick={showOnly({ topic: event.topic })}>
            Only this topic
          </Button>
        </div>
      </header>
      <Section title="When and where">
        <Facts>
          <Fact name="Time" data>
            {formatExact(event.at)}
          </Fact>
          <Fact name="Age">
            <RelativeTime at={event.at} />
          </Fact>
          <Fact name="Source" data>
            <ForeignText>{event.source}</ForeignText>
          </Fact>
          {actor !== null && (
            <Fact name="Given by">
              <ForeignText>{actorWords(actor)}</ForeignText>
            </Fact>
          )}
          <Fact name="Id" data>
            <ForeignText>{event.id}</ForeignText>
          </Fact>
          <Fact name="Correlation" data>
            <ForeignText>{event.correlationId ?? 'none'}</ForeignText>
          </Fact>
        </Facts>
      </Section>
      <Section title="Fields">
        <Fields data={event.data} />
      </Section>
      <CauseChain event={event} />
      <Raw event={event} />
    </div>
  );
};

/** One event with all that is known of it. */
export const EventInspector = ({ id }: { id: string }) => {
  const found = useEvent(id);
  if (found.status === 'found') return <EventDetail event={found.event} />;
  if (found.status === 'failed')
    return <ErrorState title="The event could not be read" message={found.message} />;
  if (found.status === 'loading') return <LoadingState what="Reading the event" />;
  return (
    <EmptyState title="This event is not held any more">
      The journal let it go, or it was a chat message from before this window opened.
    </EmptyState>
  );
};
