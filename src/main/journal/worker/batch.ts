import type { ChatChange, ChatMessage, EventLevel, HealthLevel, ObservedSpan } from '#shared/model/index.ts';
import type { HealthTransition } from '../health-transition.ts';
import type { MetricRollup } from '../metric-rollup.ts';

/**
 * An event as its table row. It is flat, so that it can be cloned to the worker cheaply, whatever `data`
 * contains.
 */
export interface EventRow {
  readonly id: string;
  readonly at: number;
  readonly level: EventLevel;
  readonly topic: string;
  readonly source: string;
  readonly message: string;
  readonly correlationId: string | null;
  readonly causeId: string | null;
  /** JSON object. */
  readonly data: string;
}

export interface ChatRow {
  readonly id: string;
  readonly platform: string;
  readonly channel: string;
  readonly userId: string;
  readonly userName: string;
  readonly displayName: string;
  readonly at: number;
  readonly text: string;
  /** The other fields of the message, as a JSON object. */
  readonly rest: string;
}

/** A record, which is written again under the same id when it changes. */
export interface RecordRow {
  /** The name of its kind. */
  readonly kind: string;
  readonly id: string;
  readonly at: number;
  readonly subject: string | null;
  readonly endedAt: number | null;
  /** The whole record as JSON. */
  readonly data: string;
}

/** Messages that a change updated on disk. */
export interface ArchivedChange {
  readonly change: ChatChange['kind'];
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
}

/** A batch of rows. It is written in one transaction: all of it is durable, or nothing. */
export interface Batch {
  readonly number: number;
  readonly events: readonly EventRow[];
  readonly chat: readonly ChatRow[];
  /** Current versions of messages that were written before they were edited or deleted. */
  readonly chatChanges: readonly ChatRow[];
  /** Changes as the platforms reported them, for messages of any age. */
  readonly chatFacts: readonly ChatChange[];
  readonly transitions: readonly HealthTransition[];
  readonly records: readonly RecordRow[];
  readonly rollups: readonly MetricRollup[];
  readonly runs: readonly ObservedSpan[];
  readonly snapshots: readonly SnapshotRow[];
}

export const emptyBatch: Batch = {
  number: 0,
  events: [],
  chat: [],
  chatChanges: [],
  chatFacts: [],
  transitions: [],
  records: [],
  rollups: [],
  runs: [],
  snapshots: [],
};

/** The whole graph at one instant. */
export interface SnapshotRow {
  readonly at: number;
  /** The level of the verdict. */
  readonly level: HealthLevel;
  /** The snapshot as JSON. */
  readonly data: string;
}
