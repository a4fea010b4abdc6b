import { useMemo } from 'react';
import { isolate } from '#shared/kernel/index.ts';
import type { EventRecord } from '#shared/model/index.ts';
import { formatExact, formatTimeOfDay } from '../../text/format.ts';
import { useEvents, useStores } from '../../stores/stores-context.tsx';
import { useEventSentence } from '../../stores/use-event-sentence.ts';
import { ForeignText, Section } from '../../ui/index.ts';
import classes from './inspector-events.module.css';
import { useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';

const SHOWN = 12;

const texts = { title: 'Recent events', none: 'No events recorded yet.' } as const;

const NONE: readonly EventRecord[] = [];

/** The events of one component in the journal, read once when the inspector opens. */
const useJournalled = (id: string): readonly EventRecord[] => {
  const { api } = useQueries();
  const { answer } = useHostQuery(api.events.query.queryOptions({ input: { component: id, limit: SHOWN } }), {
    onFailure: 'keep',
  });
  // Without the journal the live events remain; the Events page shows why it cannot be read.
  return valueOf(answer)?.events ?? NONE;
};

/** The latest events of one component, newest first; each opens in the inspector. */
export const InspectorEvents = ({ id }: { id: string }) => {
  const { navigation } = useStores();
  const held = useEvents((state) => state.ring.items);
  const journalled = useJournalled(id);
  const say = useEventSentence();
  const events = useMemo(() => {
    const live = held.filter((event) => event.source === id).slice(-SHOWN);
    const known = new Set(live.map((event) => event.id));
    return [...live.toReversed(), ...journalled.filter((event) => !known.has(event.id))].slice(0, SHOWN);
  }, [held, journalled, id]);
  return (
    <Section title={texts.title}>
      {events.length === 0 ? (
        <p className={classes.none}>{texts.none}</p>
      ) : (
        <ul className={classes.list}>
          {events.map((event) => (
            <li key={event.id}>
              <button
                type="button"
                className={classes.event}
                title={`${formatExact(event.at)} · ${isolate(event.topic)}`}
                onClick={() => navigation.getState().select({ kind: 'event', id: event.id })}
              >
                <span className={classes.time}>{formatTimeOfDay(event.at).slice(0, 8)}</span>
                <span className={classes.message}>
                  <ForeignText>{say(event)}</ForeignText>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
};
