import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ChatMessage, ChatPlatform, EventFilter, EventRecord } from '#shared/model/index.ts';

/** What the gateway reads of the journal. */
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
  /** Newest first. */
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
  /** The share of all records that searches by words know, 0 to 1. */
  stats(): { readonly indexed: number };
}
