import { ORPCError } from '@orpc/client';
import { useMemo } from 'react';
import type { EventRecord } from '#shared/model/index.ts';
import type { CuelightClient } from '../../client/cuelight-client.ts';
import { useHostQuery, useQueries, valueOf } from '../../queries/use-host-query.ts';
import { useClient, useEvents } from '../../stores/stores-context.tsx';

/**
 * Longest chain that is read. Real chains are a few events long; this ends a circular one, which should not
 * exist.
 */
const LONGEST_CHAIN = 20;
/** Time after an event in which its consequences are searched, milliseconds. */
const CONSEQUENCES_MS = 60_000;
const CONSEQUENCES_READ = 500;

const isUnknown = (thrown: unknown): boolean => thrown instanceof ORPCError && thrown.code === 'NOT_FOUND';

/** Returns an event by its id; null when it is not in the journal. */
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

/** Returns an event from the live ones or from the journal. */
export const useEvent = (id: string): FoundEvent => {
  const client = useClient();
  const liveEvents = useEvents((state) => state.ring.items);
  const live = useMemo(() => liveEvents.find((event) => event.id === id), [liveEvents, id]);
  const { api } = useQueries();
  const { answer } = useHostQuery(
    {
      queryKey: api.events.get.queryKey({ input: { id } }),
      queryFn: ({ signal }) => readEvent(client, id, signal),
    },
    { onFailure: 'hide', active: live === undefined },
  );
  if (live) return { status: 'found', event: live };
  if (answer.status !== 'ready') return answer;
  return answer.value ? { status: 'found', event: answer.value } : { status: 'missing' };
};

export interface EventChain {
  /** From the first cause to the direct one. */
  readonly causes: readonly EventRecord[];
  /** Id of a cause that is not available; null when the chain is complete. */
  readonly missingCause: string | null;
  /** Consequences of the event, oldest first. */
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

/** Returns the consequences of an event, direct and indirect, out of the later events in order. */
export const consequencesOf = (id: string, later: readonly EventRecord[]): readonly EventRecord[] => {
  const chain = new Set([id]);
  return later.filter((event) => {
    if (event.causeId === null || event.id === id || !chain.has(event.causeId)) return false;
    chain.add(event.id);
    return true;
  });
};

/** Returns the causes and consequences of an event. */
export const useEventChain = (event: EventRecord): EventChain => {
  const client = useClient();
  const liveEvents = useEvents((state) => state.ring.items);
  const { api } = useQueries();
  // The chain is read when the event opens; live consequences are added below.
  const { answer } = useHostQuery(
    {
      queryKey: [...api.events.query.key({ type: 'query' }), 'chain of', event.id],
      queryFn: async ({ signal }): Promise<EventChain> => {
        const find = async (id: string): Promise<EventRecord | null> =>
          liveEvents.find((known) => known.id === id) ?? (await readEvent(client, id, signal));
        const [causes, later] = await Promise.all([
          readCauses(event, find),
          client.events.query(
            { after: event.id, before: event.at + CONSEQUENCES_MS, limit: CONSEQUENCES_READ },
            { signal },
          ),
        ]);
        const consequences = consequencesOf(event.id, later.events.toReversed());
        return { ...causes, consequences, complete: true };
      },
    },
    { onFailure: 'keep' },
  );
  // The live events are shown in any case. The list itself says when the journal cannot be read.
  const known = valueOf(answer);

  return useMemo(() => {
    const journalled = known?.consequences ?? [];
    const seen = new Set(journalled.map(({ id }) => id));
    const live = consequencesOf(event.id, liveEvents).filter(({ id }) => !seen.has(id));
    const direct = liveEvents.find(({ id }) => id === event.causeId);
    return {
      causes: known?.causes ?? (direct ? [direct] : []),
      missingCause: known?.missingCause ?? null,
      consequences: [...journalled, ...live],
      complete: known !== null,
    };
  }, [known, event, liveEvents]);
};
