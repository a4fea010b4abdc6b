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

const texts = {
  loading: 'Loading event…',
  failed: "Couldn't load the event",
  missing: 'Event not available',
  missingHelp: 'It has been deleted, or is an older chat message.',
  details: 'Details',
  time: 'Time',
  age: 'Age',
  source: 'Source',
  requestedBy: 'Requested by',
  id: 'ID',
  correlation: 'Correlation',
  none: 'none',
  fields: 'Fields',
  noFields: 'No additional data.',
  empty: '(empty)',
  cut: '… (full text under Raw)',
  chain: 'Cause chain',
  chainLoading: 'loading…',
  alone: 'No related events.',
  firstCauseMissing: 'The first cause is not available: it has been deleted, or is a chat message.',
  raw: 'Raw',
  rawLabel: 'Raw JSON',
  copy: 'Copy JSON',
  copied: 'Copied',
  onlySource: 'Only this source',
  onlyTopic: 'Only this topic',
  open: (title: string) => `Open ${isolate(title)}`,
} as const;

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

/** The causes of an event and its consequences, oldest first. */
const CauseChain = ({ event }: { event: EventRecord }) => {
  const { causes, missingCause, consequences, complete } = useEventChain(event);
  const alone = causes.length === 0 && consequences.length === 0 && missingCause === null;
  return (
    <Section title={texts.chain} aside={complete ? undefined : texts.chainLoading}>
      {alone ? (
        <p className={classes.note}>{texts.alone}</p>
      ) : (
        <ol className={classes.chain}>
          {missingCause !== null && <li className={classes.note}>{texts.firstCauseMissing}</li>}
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
  if (value === '') return texts.empty;
  return plainFact(name, value) ?? (value === null ? texts.none : JSON.stringify(value));
};

const Fields = ({ data }: { data: EventRecord['data'] }) => {
  const entries = Object.entries(data).map(([name, value]) => [name, fieldText(name, value)] as const);
  if (entries.length === 0) return <p className={classes.note}>{texts.noFields}</p>;
  return (
    <Facts>
      {entries.map(([name, text]) => (
        <Fact key={name} name={name} data>
          <ForeignText>{cutText(text, 120, texts.cut)}</ForeignText>
        </Fact>
      ))}
    </Facts>
  );
};

const Raw = ({ event }: { event: EventRecord }) => {
  const text = escapeDirections(JSON.stringify(event, null, 2));
  return (
    <Section
      title={texts.raw}
      aside={
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              leftSection={copied ? <IconCheck {...icon} /> : <IconCopy {...icon} />}
              onClick={copy}
            >
              {copied ? texts.copied : texts.copy}
            </Button>
          )}
        </CopyButton>
      }
    >
      {/* It scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.raw} tabIndex={0} aria-label={texts.rawLabel}>
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
              {texts.open(component.title)}
            </Button>
          )}
          <Button leftSection={<IconFilter {...icon} />} onClick={showOnly({ component: event.source })}>
            {texts.onlySource}
          </Button>
          <Button leftSection={<IconFilter {...icon} />} onClick={showOnly({ topic: event.topic })}>
            {texts.onlyTopic}
          </Button>
        </div>
      </header>
      <Section title={texts.details}>
        <Facts>
          <Fact name={texts.time} data>
            {formatExact(event.at)}
          </Fact>
          <Fact name={texts.age}>
            <RelativeTime at={event.at} />
          </Fact>
          <Fact name={texts.source} data>
            <ForeignText>{event.source}</ForeignText>
          </Fact>
          {actor !== null && (
            <Fact name={texts.requestedBy}>
              <ForeignText>{actorWords(actor)}</ForeignText>
            </Fact>
          )}
          <Fact name={texts.id} data>
            <ForeignText>{event.id}</ForeignText>
          </Fact>
          <Fact name={texts.correlation} data>
            <ForeignText>{event.correlationId ?? texts.none}</ForeignText>
          </Fact>
        </Facts>
      </Section>
      <Section title={texts.fields}>
        <Fields data={event.data} />
      </Section>
      <CauseChain event={event} />
      <Raw event={event} />
    </div>
  );
};

/** One event with its fields, its causes and its consequences. */
export const EventInspector = ({ id }: { id: string }) => {
  const found = useEvent(id);
  if (found.status === 'found') return <EventDetail event={found.event} />;
  if (found.status === 'failed') return <ErrorState title={texts.failed} message={found.message} />;
  if (found.status === 'loading') return <LoadingState what={texts.loading} />;
  return <EmptyState title={texts.missing}>{texts.missingHelp}</EmptyState>;
};
