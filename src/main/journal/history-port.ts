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

/** What is asked of the past. All instants are epoch milliseconds; a span holds `from` and not `before`. */
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
  /** What a page answered with as `next`. */
  readonly cursor?: string;
}

export interface MetricHistoryFilter {
  readonly names: readonly string[];
  readonly from: number;
  readonly before: number;
  readonly stepMs: number;
}

/** What is known of one moment. */
export interface Moment {
  /** Null when the program did not run then. */
  readonly snapshot: SystemSnapshot | null;
  /** The nearest moments before and after of which something is known; null when there are none. */
  readonly knownBefore: number | null;
  readonly knownAfter: number | null;
}

export interface HealthStrips {
  readonly components: readonly {
    readonly componentId: string;
    /** The worst level of each cell; null where nobody observed it. */
    readonly cells: readonly (HealthLevel | null)[];
    /** How much of the span it was observed, and how much of that it was healthy, milliseconds. */
    readonly observedMs: number;
    readonly healthyMs: number;
  }[];
  readonly overall: readonly (HealthLevel | null)[];
  /** When the program ran, oldest first. */
  readonly observed: readonly ObservedSpan[];
  /** The earliest instant of which anything is known; null when nothing is. */
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
  /** Its share of the file, estimated from the length of its newest rows. */
  readonly bytes: number;
  readonly oldestAt: number | null;
  /** The last clean-up that deleted some. */
  readonly lastDeleted: { readonly at: number; readonly rows: number } | null;
}

export interface Holdings {
  readonly kinds: readonly HeldKind[];
  /** When the limits were last looked at; null when they have not been. */
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

/** What was. What was appended before a question is found; while the disk is away, only what is on it is. */
export interface JournalHistory {
  /** The graph and every part's health at a moment. */
  moment(at: number, signal?: AbortSignal): Promise<Result<Moment, Fault>>;
  strips(span: ObservedSpan, cells: number, signal?: AbortSignal): Promise<Result<HealthStrips, Fault>>;
  transitions(filter: TransitionFilter, signal?: AbortSignal): Promise<Result<TransitionPage, Fault>>;
  /** Rollups of these metrics of all components, by component, name and time. */
  metrics(filter: MetricHistoryFilter, signal?: AbortSignal): Promise<Result<readonly MetricRollup[], Fault>>;
  /** When the program ran, of all runs that reach into a span; the oldest first, each whole. */
  runs(span: ObservedSpan, signal?: AbortSignal): Promise<Result<readonly ObservedSpan[], Fault>>;
  /** One event by its id; null when it is not held. */
  event(id: string, signal?: AbortSignal): Promise<Result<EventRecord | null, Fault>>;
  holdings(signal?: AbortSignal): Promise<Result<Holdings, Fault>>;
}
