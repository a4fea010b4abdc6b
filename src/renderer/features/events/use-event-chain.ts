import { ORPCError } from '@orpc/client';
import { useEffect, useMemo, useState } from 'react';
import type { EventRecord } from '#shared/model/index.ts';
import type { CuelightClient } from '../../client/cuelight-client.ts';
import { describeFailure } from '../../client/failure.ts';
import { useClient, useConnection, useEvents } from '../../stores/stores-context.tsx';

/** Chains are a handful of events; a circle, which cannot be, would end here. */
const LONGEST_CHAIN = 20;
/** How long after an event its consequences are looked for, milliseconds. */
const CONSEQUENCES_MS = 60_000;
const CONSEQUENCES_READ = 500;

const isUnknown = (thrown: unknown): boolean => thrown instanceof ORPCError && thrown.code === 'NOT_FOUND';

/** Reads one event by its id; null when the journal does not hold it. */
export const readEvent = async (
  client: CuelightClient,
  id: string,
  signal: AbortSignal,
): Promise<EventRecord | null> => {
  try {
    return await client.events.get({ id }, { signal });
  } catch (thrown) {
    if (isUnknown(thrown)) return null;
    throw thrown;
  }
};

export type FoundEvent =
  | { readonly status: 'loading' }
  | { readonly status: 'found'; readonly event: EventRecord }
  | { readonly status: 'missing' }
  | { readonly status: 'failed'; readonly message: string };

const lookUp = async (client: CuelightClient, id: string, signal: AbortSignal): Promise<FoundEvent> => {
  try {
    const event = await readEvent(client, id, signal);
    return event ? { status: 'found', event } : { status: 'missing' };
  } catch (thrown) {
    return { status: 'failed', message: describeFailure(thrown).message };
  }
};

/** One event, from what this window holds or from the journal. */
export const useEvent = (id: string): FoundEvent => {
  const client = useClient();
  const held = useEvents((state) => state.ring.items);
  const live = useMemo(() => held.find((event) => event.id === id), [held, id]);
  const [read, setRead] = useState<{ readonly id: string; readonly found: FoundEvent } | null>(null);
  const isLive = live !== undefined;
  // A look that failed because the connection was gone is made again when it is back.
  const connected = useConnection().phase === 'connected';
  useEffect(() => {
    if (isLive || !connected) return undefined;
    const reading = new AbortController();
    const look = async (): Promise<void> => {
      const found = await lookUp(client, id, reading.signal);
      if (!reading.signal.aborted) setRead({ id, found });
    };
    void look();
    return () => reading.abort();
  }, [client, id, isLive, connected]);
  if (live) return { status: 'found', event: live };
  return read?.id === id ? read.found : { status: 'loading' };
};

export interface EventChain {
  /** From the first cause to the direct one. */
  readonly causes: readonly EventRecord[];
  /** The id of a cause that is not held any more; null when the chain is whole. */
  readonly missingCause: string | null;
  /** What this event led to, in order. */
  readonly consequences: readonly EventRecord[];
  readonly complete: boolean;
}

const readCauses = async (
  event: EventRecord,
  find: (id: string) => Promise<EventRecord | null>,
): Promise<Pick<EventChain, 'causes' | 'missingCause'>> => {
  const causes: EventRecord[] = [];
  for (let id = event.causeId; id !== null && causes.length < LONGEST_CHAIN;) {
    const cause = await find(id);
    if (!cause) return { causes, missingCause: id };
    causes.unshift(cause);
    id = cause.causeId;
  }
  return { causes, missingCause: null };
};

/** All that came of an event: its direct consequences and theirs, out of later events in order. */
export const consequencesOf = (id: string, later: readonly EventRecord[]): readonly EventRecord[] => {
  const chain = new Set([id]);
  return later.filter((event) => {
    if (event.causeId === null || event.id === id || !chain.has(event.causeId)) return false;
    chain.add(event.id);
    return true;
  });
};

/** What led to an event and what it led to. */
export const useEventChain = (event: EventRecord): EventChain => {
  const client = useClient();
  const held = useEvents((state) => state.ring.items);
  const [read, setRead] = useState<{ readonly id: string; readonly before: EventChain } | null>(null);
  useEffect(() => {
    const reading = new AbortController();
    const { signal } = reading;
    const find = async (id: string): Promise<EventRecord | null> =>
      held.find((known) => known.id === id) ?? (await readEvent(client, id, signal));
    const read = async (): Promise<void> => {
      const [causes, later] = await Promise.all([
        readCauses(event, find),
        client.events.query(
          { after: event.id, before: event.at + CONSEQUENCES_MS, limit: CONSEQUENCES_READ },
          { signal },
        ),
      ]);
      const consequences = consequencesOf(event.id, later.events.toReversed());
      if (!signal.aborted) setRead({ id: event.id, before: { ...causes, consequences, complete: true } });
    };
    // What this window holds is shown in any case; the list itself says when the journal cannot be read.
    read().catch(() => undefined);
    return () => reading.abort();
    // The chain is read when the event opens; live consequences are added below.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client, event.id]);

  return useMemo(() => {
    const known = read?.id === event.id ? read.before : null;
    const journalled = known?.consequences ?? [];
    const seen = new Set(journalled.map(({ id }) => id));
    const live = consequencesOf(event.id, held).filter(({ id }) => !seen.has(id));
    const direct = held.find(({ id }) => id === event.causeId);
    return {
      causes: known?.causes ?? (direct ? [direct] : []),
      missingCause: known?.missingCause ?? null,
      consequences: [...journalled, ...live],
      complete: known !== null,
    };
  }, [read, event, held]);
};
