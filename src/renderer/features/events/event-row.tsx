import { memo } from 'react';
import { isolate, plainLine } from '#shared/kernel/index.ts';
import type { EventRecord } from '#shared/model/index.ts';
import { topicLabel } from '../../text/filter-words.ts';
import { formatExact, formatTimeOfDay } from '../../text/format.ts';
import { ForeignText } from '../../ui/index.ts';
import classes from './event-row.module.css';
import { LevelMark } from './level-mark.tsx';

export const EVENT_ROW_HEIGHT = 28;

/** DOM id of an event's row. The list refers to its active row by it. */
export const rowId = (id: string): string => `event-row-${id}`;

/** One event in one line. */
export const EventRow = memo(
  ({
    event,
    sentence,
    active,
    selected,
    paused,
    onOpen,
  }: {
    event: EventRecord;
    /** The sentence of the event, with the text of its chat message. */
    sentence: string;
    active: boolean;
    selected: boolean;
    /** True for the last row of a paused list. */
    paused: boolean;
    readonly onOpen: (event: EventRecord) => void;
  }) => (
    // The list handles the keys of all rows. An <option> cannot have several columns.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      tabIndex={-1}
      id={rowId(event.id)}
      aria-selected={selected}
      className={classes.row}
      data-active={active || undefined}
      data-paused={paused || undefined}
      data-level={event.level}
      onClick={() => onOpen(event)}
    >
      <time
        className={classes.time}
        dateTime={new Date(event.at).toISOString()}
        title={formatExact(event.at)}
      >
        {formatTimeOfDay(event.at)}
      </time>
      <span className={classes.level}>
        <LevelMark level={event.level} />
      </span>
      <span className={classes.source} title={isolate(event.source)}>
        <ForeignText>{event.source}</ForeignText>
      </span>
      <span className={classes.topic} title={isolate(topicLabel(event.topic))}>
        <ForeignText>{event.topic}</ForeignText>
      </span>
      <span className={classes.sentence} title={plainLine(sentence)}>
        <ForeignText>{sentence}</ForeignText>
      </span>
    </div>
  ),
);
EventRow.displayName = 'EventRow';
