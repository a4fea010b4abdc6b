import { Button, VisuallyHidden } from '@mantine/core';
import { useCallback, useMemo, useRef } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import { LiveText } from '../../a11y/live-text.tsx';
import { useShortcuts } from '../../a11y/use-shortcuts.ts';
import { useStrayKeys } from '../../a11y/use-stray-keys.ts';
import { readShownEvents, type ShownEvents, writeShownEvents } from '../../model/event-filter.ts';
import { describeFilter } from '../../text/filter-words.ts';
import { countOf, formatCount } from '../../text/format.ts';
import { useEvents, useRoute, useStores, useSystem } from '../../stores/stores-context.tsx';
import { FollowList, type FollowListHandle } from '../../ui/follow-list.tsx';
import { EmptyState, ErrorState, ForeignText, LoadingState } from '../../ui/index.ts';
import { EVENT_ROW_HEIGHT, EventRow, rowId } from './event-row.tsx';
import { EventsFooter } from './events-footer.tsx';
import classes from './events-page.module.css';
import { FilterBar } from './filter-bar.tsx';
import { useEventCursor } from './use-event-cursor.ts';
import { type EventList, useEventList } from './use-event-list.ts';
import { useJournalTotal } from './use-journal-total.ts';
import { OLDER_HELD } from './use-older-events.ts';
import { indexingWords } from '../../text/indexing-words.ts';

const ANNOUNCE_EVERY_MS = 5_000;

/** Says which part of the journal a search did not cover; empty without a search by words. */
const uncoveredWords = (text: string, { indexed }: EventList['older']): string =>
  text.trim() === '' ? '' : indexingWords('events', indexed);

/** What stands above the oldest row. */
const ListStart = ({ older }: { older: EventList['older'] }) => {
  switch (older.phase) {
    case 'loading':
      return <div className={classes.start}>Reading older events from the journal</div>;
    case 'failed':
      return (
        <div className={classes.start} role="alert">
          Older events could not be read: <ForeignText>{older.failure ?? 'no reason was given'}</ForeignText>
          <Button size="compact-xs" onClick={older.loadMore}>
            Try again
          </Button>
        </div>
      );
    case 'end':
      return <div className={classes.start}>The journal holds nothing older that fits.</div>;
    case 'full':
      return (
        <div className={classes.start}>
          {formatCount(OLDER_HELD)} older events are shown. Narrow the filter to see further back.
        </div>
      );
    case 'idle':
      break;
  }
  return <div className={classes.start}>Scroll up for older events</div>;
};

const NoEvents = ({
  older,
  shown,
  onChange,
}: {
  older: EventList['older'];
  shown: ShownEvents;
  readonly onChange: (change: Partial<ShownEvents>) => void;
}) => {
  if (older.phase === 'failed') {
    return (
      <ErrorState
        title="The journal could not be read"
        message={older.failure ?? 'It gave no reason.'}
        onRetry={older.loadMore}
      />
    );
  }
  if (older.phase !== 'end') return <LoadingState what="Looking in the journal" />;
  const filters = describeFilter(shown).map((chip) => chip.words);
  if (filters.length === 0)
    return <EmptyState title="Nothing has happened yet">What happens appears here at once.</EmptyState>;
  return (
    <EmptyState
      title="No event fits the filter"
      action={
        <Button
          onClick={() =>
            onChange({ text: '', level: 'debug', component: '', topic: '', from: null, to: null })
          }
        >
          Take all filters off
        </Button>
      }
    >
      Nothing is held for which {filters.map(isolate).join(', and ')}. {uncoveredWords(shown.text, older)} New
      events that fit appear here at once.
    </EmptyState>
  );
};

/** What the live region says: how the list is read, or the newest event that matters. */
const spokenText = (list: EventList): string => {
  if (list.follow.mode !== 'following') return 'The list is held. Press End to follow again.';
  const notable = list.items.findLast(({ level }) => level === 'warning' || level === 'error');
  return notable ? `${notable.level}, ${notable.source}: ${notable.message}` : 'Following events.';
};

/** Everything that happened, newest at the end: live, and back through the journal. */
export const EventsPage = () => {
  const { navigation } = useStores();
  const { params, selection } = useRoute();
  const shown = useMemo(() => readShownEvents(params), [params]);
  const list = useEventList(shown);
  const { items, follow, older, held } = list;
  const { total, oldestAt } = useJournalTotal(held);
  const dropped = useEvents((state) => state.dropped);
  const gaps = useEvents((state) => state.gaps);
  const order = useSystem((state) => state.order);
  const search = useRef<HTMLInputElement>(null);
  const view = useRef<FollowListHandle>(null);

  const change = useCallback(
    (next: Partial<ShownEvents>) => navigation.getState().setParams(writeShownEvents(next)),
    [navigation],
  );
  const { hold, follow: followAgain } = follow;
  const { activeId, open, onKey } = useEventCursor(list, (index) => view.current?.reveal(index));
  useShortcuts({ '/': () => search.current?.focus(), f: followAgain, end: followAgain });
  useStrayKeys(onKey);

  const sources = useMemo(
    () => [...new Set([...order, ...held.map((event) => event.source)])].sort(),
    [order, held],
  );
  const topics = useMemo(
    () => [...new Set([...held, ...older.events].map((event) => event.topic))],
    [held, older.events],
  );
  const lastShown = follow.mode === 'following' ? null : (items.at(-1)?.id ?? null);
  const selectedId = selection?.kind === 'event' ? selection.id : null;

  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">Events</VisuallyHidden>
      <FilterBar shown={shown} sources={sources} topics={topics} searchRef={search} onChange={change} />
      <div className={classes.body}>
        {items.length === 0 ? (
          <NoEvents older={older} shown={shown} onChange={change} />
        ) : (
          // A virtual list of rows with columns: no element of HTML is that.
          <FollowList
            key={list.listKey}
            ref={view}
            className={classes.list}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
            role="listbox"
            aria-label="Events, newest last"
            {...(activeId === null ? {} : { 'aria-activedescendant': rowId(activeId) })}
            tabIndex={0}
            items={items}
            older={list.olderCount}
            keyOf={(event) => event.id}
            rowHeight={EVENT_ROW_HEIGHT}
            header={<ListStart older={older} />}
            mode={follow.mode}
            onLeave={() => hold('reading')}
            onReturn={followAgain}
            onStart={older.loadMore}
            onKeyDown={(event) => {
              if (!event.altKey && !event.ctrlKey && !event.metaKey && onKey(event.key))
                event.preventDefault();
            }}
            renderItem={(event) => (
              <EventRow
                event={event}
                sentence={list.say(event)}
                active={event.id === activeId}
                selected={event.id === selectedId}
                paused={event.id === lastShown && list.waiting > 0}
                onOpen={open}
              />
            )}
          />
        )}
        {items.length > 0 && list.waiting > 0 && (
          <Button className={classes.jump} onClick={followAgain}>
            Show {countOf(list.waiting, 'new event')}
          </Button>
        )}
      </div>
      <EventsFooter
        shown={items.length}
        total={total}
        oldestAt={oldestAt}
        dropped={dropped}
        gaps={gaps}
        mode={follow.mode}
        waiting={list.waiting}
        missed={follow.missed}
        uncovered={uncoveredWords(shown.text, older)}
        onPause={() => hold('paused')}
        onFollow={followAgain}
      />
      <LiveText text={spokenText(list)} everyMs={ANNOUNCE_EVERY_MS} />
    </div>
  );
};
