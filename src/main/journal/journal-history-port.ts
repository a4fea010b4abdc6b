import type { Fault, Result } from '#shared/kernel/index.ts';
import type {
  EventRecord,
  HealthLevel,
  HoldingKind,
  ObservedSpan,
  SystemSnapshot,
} from '#shared/model/index.ts';
import type { HealthTransition } from './health-transition.ts';
import type { MetricRollup } from './metric-rollup.ts';

/**
 * A question about the past. All instants are epoch milliseconds. A span includes `from` and excludes
 * `before`.
 */
export type HistoryQuery =
  | { readonly kind: 'moment'; readonly at: number }
  | { readonly kind: 'strips'; readonly from: number; readonly before: number; readonly cells: number }
  | ({ readonly kind: 'transitions' } & TransitionFilter)
  | { readonly kind: 'metrics'; readonly filter: MetricHistoryFilter }
  | { readonly kind: 'runs'; readonly from: number; readonly before: number }
  | { readonly kind: 'event'; readonly id: string }
  | { readonly kind: 'holdings' };

export interface TransitionFilter {
  readonly from: number;
  readonly before: number;
  readonly component?: string;
  readonly limit: number;
  /** The `next` of the previous page. */
  readonly cursor?: string;
}

export interface MetricHistoryFilter {
  readonly names: readonly string[];
  readonly from: number;
  readonly before: number;
  readonly stepMs: number;
}

/** The recorded state at one moment. */
export interface Moment {
  /** Null when the program wasn't running at that moment. */
  readonly snapshot: SystemSnapshot | null;
  /** The nearest recorded moments before and after; null when there are none. */
  readonly knownBefore: number | null;
  readonly knownAfter: number | null;
}

export interface HealthStrips {
  readonly components: readonly {
    readonly componentId: string;
    /** The worst level in each cell; null where nothing was observed. */
    readonly cells: readonly (HealthLevel | null)[];
    /** Milliseconds of the span in which the component was observed, and in which it was healthy. */
    readonly observedMs: number;
    readonly healthyMs: number;
  }[];
  readonly overall: readonly (HealthLevel | null)[];
  /** Spans in which the program ran, oldest first. */
  readonly observed: readonly ObservedSpan[];
  /** The earliest recorded instant; null when nothing is recorded. */
  readonly earliest: number | null;
}

export interface TransitionPage {
  /** Newest first. */
  readonly transitions: readonly HealthTransition[];
  readonly next: string | null;
}

export interface HeldKind {
  readonly kind: HoldingKind;
  readonly rows: number;
  /** The kind's share of the file, estimated from the length of its newest rows. */
  readonly bytes: number;
  readonly oldestAt: number | null;
  /** The last clean-up that deleted rows of this kind. */
  readonly lastDeleted: { readonly at: number; readonly rows: number } | null;
}

export interface Holdings {
  readonly kinds: readonly HeldKind[];
  /** Time of the last clean-up; null before the first one. */
  readonly cleanedAt: number | null;
}

export type HistoryAnswer =
  | { readonly kind: 'moment'; readonly moment: Moment }
  | { readonly kind: 'strips'; readonly strips: HealthStrips }
  | { readonly kind: 'transitions'; readonly page: TransitionPage }
  | { readonly kind: 'metrics'; readonly rollups: readonly MetricRollup[] }
  | { readonly kind: 'runs'; readonly runs: readonly ObservedSpan[] }
  | { readonly kind: 'event'; readonly event: EventRecord | null }
  | { readonly kind: 'holdings'; readonly holdings: Holdings };

/**
 * Queries about the past. A query finds everything appended before it. While the disk can't be written, it
 * finds only what is already on disk.
 */
export interface JournalHistory {
  /** Returns the graph and the health of every component at a moment. */
  moment(at: number, signal?: AbortSignal): Promise<Result<Moment, Fault>>;
  strips(span: ObservedSpan, cells: number, signal?: AbortSignal): Promise<Result<HealthStrips, Fault>>;
  transitions(filter: TransitionFilter, signal?: AbortSignal): Promise<Result<TransitionPage, Fault>>;
  /** Returns the rollups of these metrics for all components, ordered by component, name and time. */
  metrics(filter: MetricHistoryFilter, signal?: AbortSignal): Promise<Result<readonly MetricRollup[], Fault>>;
  /**
   * Returns every run of the program that overlaps a span, oldest first. Runs are not clipped to the span.
   */
  runs(span: ObservedSpan, signal?: AbortSignal): Promise<Result<readonly ObservedSpan[], Fault>>;
  /** Returns one event by its id; null when the journal doesn't have it. */
  event(id: string, signal?: AbortSignal): Promise<Result<EventRecord | null, Fault>>;
  holdings(signal?: AbortSignal): Promise<Result<Holdings, Fault>>;
}
