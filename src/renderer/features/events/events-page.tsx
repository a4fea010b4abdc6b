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

const texts = {
  list: 'Events, newest last',
  loadingOlder: 'Loading older events…',
  olderFailed: "Couldn't load older events:",
  retry: 'Try again',
  end: 'No older matches.',
  full: `Showing ${formatCount(OLDER_HELD)} older events. Narrow the filter to see further back.`,
  scroll: 'Scroll up for older events',
  failed: "Couldn't load events",
  noReason: 'No reason was given.',
  searching: 'Searching events…',
  none: 'No events yet',
  noneHelp: 'New events appear here.',
  noMatch: 'No matching events',
  clear: 'Clear filters',
  pausedAloud: 'List paused. Press End to resume.',
  followingAloud: 'Following new events.',
  noMatchHelp: (filters: readonly string[]) =>
    `There is no event where ${filters.map(isolate).join(', and ')}.`,
  newMatches: 'New matches appear here.',
  showNew: (count: number) => `Show ${countOf(count, 'new event')}`,
} as const;

/** Says which part of the journal a search did not cover; empty without a text search. */
const uncoveredWords = (text: string, { indexed }: EventList['older']): string =>
  text.trim() === '' ? '' : indexingWords('events', indexed);

/** The line above the oldest row. */
const ListStart = ({ older }: { older: EventList['older'] }) => {
  switch (older.phase) {
    case 'loading':
      return <div className={classes.start}>{texts.loadingOlder}</div>;
    case 'failed':
      return (
        <div className={classes.start} role="alert">
          {texts.olderFailed} <ForeignText>{older.failure ?? texts.noReason}</ForeignText>
          <Button size="compact-xs" onClick={older.loadMore}>
            {texts.retry}
          </Button>
        </div>
      );
    case 'end':
      return <div className={classes.start}>{texts.end}</div>;
    case 'full':
      return <div className={classes.start}>{texts.full}</div>;
    case 'idle':
      break;
  }
  return <div className={classes.start}>{texts.scroll}</div>;
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
      <ErrorState title={texts.failed} message={older.failure ?? texts.noReason} onRetry={older.loadMore} />
    );
  }
  if (older.phase !== 'end') return <LoadingState what={texts.searching} />;
  const filters = describeFilter(shown).map((chip) => chip.words);
  if (filters.length === 0) return <EmptyState title={texts.none}>{texts.noneHelp}</EmptyState>;
  return (
    <EmptyState
      title={texts.noMatch}
      action={
        <Button
          onClick={() =>
            onChange({ text: '', level: 'debug', component: '', topic: '', from: null, to: null })
          }
        >
          {texts.clear}
        </Button>
      }
    >
      {texts.noMatchHelp(filters)} {uncoveredWords(shown.text, older)} {texts.newMatches}
    </EmptyState>
  );
};

/** Text of the live region: that the list is paused, or the newest warning or error. */
const spokenText = (list: EventList): string => {
  if (list.follow.mode !== 'following') return texts.pausedAloud;
  const notable = list.items.findLast(({ level }) => level === 'warning' || level === 'error');
  return notable ? `${notable.level}, ${notable.source}: ${notable.message}` : texts.followingAloud;
};

/** All events, newest last: live ones, and older ones from the journal. */
export const EventsPage = () => {
  const { navigation } = useStores();
  const { params, selection } = useRoute();
  const shown = useMemo(() => readShownEvents(params), [params]);
  const list = useEventList(shown);
  const { items, follow, older, allLive } = list;
  const { total, oldestAt } = useJournalTotal(allLive);
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
    () => [...new Set([...order, ...allLive.map((event) => event.source)])].sort(),
    [order, allLive],
  );
  const topics = useMemo(
    () => [...new Set([...allLive, ...older.events].map((event) => event.topic))],
    [allLive, older.events],
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
          // No HTML element is a virtual list of rows with columns.
          <FollowList
            key={list.listKey}
            ref={view}
            className={classes.list}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
            role="listbox"
            aria-label={texts.list}
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
            {texts.showNew(list.waiting)}
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
