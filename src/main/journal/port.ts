import type { Fault, Result } from '#shared/kernel/index.ts';
import type { ChatMessage, EventFilter, EventRecord, HealthLevel, LifecycleState } from '#shared/model/index.ts';

/** A change of a component's state or health, as kept for history. */
export interface HealthTransition {
  readonly componentId: string;
  readonly at: number;
  readonly state: LifecycleState;
  readonly level: HealthLevel;
  readonly reason: string;
}

export interface EventPage {
  readonly events: readonly EventRecord[];
  readonly next: string | null;
  readonly total: number;
  readonly oldestAt: number | null;
}

/** What happened, kept. Appending never waits and never throws; what could not be kept is counted and told. */
export interface Journal {
  appendEvent(event: EventRecord): void;
  appendChat(message: ChatMessage): void;
  appendTransition(transition: HealthTransition): void;
  /** Resolves when all that was appended before is durable. */
  flush(): Promise<Result<void, Fault>>;
  queryEvents(filter: EventFilter, limit: number, signal?: AbortSignal): Promise<Result<EventPage, Fault>>;
  queryChat(
    filter: { text?: string; before?: number; platform?: string; user?: string },
    limit: number,
    signal?: AbortSignal,
  ): Promise<Result<readonly ChatMessage[], Fault>>;
  /** Transitions since an instant, oldest first. */
  queryTransitions(since: number, limit: number): Promise<Result<readonly HealthTransition[], Fault>>;
  /** Queue depth, rows written, rows dropped, file size and the last problem. */
  stats(): JournalStats;
  close(): Promise<Result<void, Fault>>;
}

export interface JournalStats {
  readonly state: 'open' | 'memory-only' | 'closed';
  /** Why nothing is kept on disk, in a sentence; null when it is. */
  readonly problem: string | null;
  readonly queued: number;
  readonly written: number;
  readonly dropped: number;
  readonly fileBytes: number | null;
}
