import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ChatMessage, ChatPlatform, EventFilter, EventRecord } from '#shared/model/index.ts';

/** Read access to the journal. */
export interface JournalReadPort {
  queryEvents(
    filter: EventFilter,
    limit: number,
    signal?: AbortSignal,
  ): Promise<
    Result<
      { events: readonly EventRecord[]; next: string | null; total: number; oldestAt: number | null },
      Fault
    >
  >;
  /** Returns the messages, newest first. */
  queryChat(
    filter: {
      readonly text?: string;
      readonly user?: string;
      readonly name?: string;
      readonly platform?: ChatPlatform;
      readonly before?: number;
    },
    limit: number,
    signal?: AbortSignal,
  ): Promise<Result<readonly ChatMessage[], Fault>>;
  /** Share of all records in the search index, 0 to 1. */
  stats(): { readonly indexed: number };
}
