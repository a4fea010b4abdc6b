import type { Fault, Result } from '#shared/kernel/index.ts';
import type {
  EventRecord,
  HealthLevel,
  HistoryRecord,
  Holding,
  MetricHistory,
  ObservedSpan,
  SystemSnapshot,
} from '#shared/model/index.ts';

export interface HistorySpan {
  readonly from: number;
  readonly before: number;
}

type Cells = readonly (HealthLevel | null)[];

/** Read access to the history. Times are epoch milliseconds. */
export interface HistoryPort {
  healthAt(
    at: number,
    signal?: AbortSignal,
  ): Promise<
    Result<
      {
        readonly snapshot: SystemSnapshot | null;
        readonly knownBefore: number | null;
        readonly knownAfter: number | null;
      },
      Fault
    >
  >;
  strips(
    span: HistorySpan,
    cells: number,
    signal?: AbortSignal,
  ): Promise<
    Result<
      {
        readonly components: readonly {
          readonly componentId: string;
          readonly cells: Cells;
          readonly observedMs: number;
          readonly healthyMs: number;
        }[];
        readonly overall: Cells;
        readonly observed: readonly ObservedSpan[];
        readonly earliest: number | null;
      },
      Fault
    >
  >;
  transitions(
    filter: HistorySpan & {
      readonly component?: string | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
    },
    signal?: AbortSignal,
  ): Promise<
    Result<
      {
        readonly transitions: readonly {
          readonly componentId: string;
          readonly at: number;
          readonly state: SystemSnapshot['components'][number]['state'];
          readonly level: HealthLevel;
          readonly reason: string;
        }[];
        readonly next: string | null;
      },
      Fault
    >
  >;
  records(
    filter: HistorySpan & {
      readonly kind: HistoryRecord['kind'];
      readonly subject?: string | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
    },
    signal?: AbortSignal,
  ): Promise<Result<{ readonly records: readonly HistoryRecord[]; readonly next: string | null }, Fault>>;
  metrics(
    span: HistorySpan,
    names: readonly string[],
    signal?: AbortSignal,
  ): Promise<Result<readonly MetricHistory[], Fault>>;
  holdings(signal?: AbortSignal): Promise<
    Result<
      {
        readonly problem: string | null;
        readonly fileBytes: number | null;
        readonly kinds: readonly Holding[];
        readonly cleanedAt: number | null;
        readonly indexed: number;
      },
      Fault
    >
  >;
  /** Returns one event. Fails with `event.unknown` when it has been deleted. */
  event(id: string, signal?: AbortSignal): Promise<Result<EventRecord, Fault>>;
  /**
   * Resolves when everything up to now is on disk. Resolves with a message when it is not on disk. Never
   * rejects.
   */
  whenDurable(): Promise<string | null>;
}
