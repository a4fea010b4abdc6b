import type { Clock, Fault, FaultAction, IdSource, JsonObject, RandomSource } from '#shared/kernel/index.ts';
import type { Heard, Pattern, TopicDraft } from '#shared/catalogue/topics/define.ts';
import type { EventRecord } from '#shared/model/index.ts';
import type { Logger } from './logger.ts';
import type { Scope } from '#shared/kernel/scope.ts';

/** A condition as a component reports it. The core adds the times of the last change and the last check. */
export interface ConditionInput {
  /**
   * An adjective, worded so that `true` is good: `Connected`, `Authenticated`. Each probe decides
   * `Responsive`: a component reports it only from its probe.
   */
  readonly type: string;
  readonly status: 'true' | 'false' | 'unknown';
  /** Severity of `false`; `unhealthy` by default. */
  readonly severity?: 'degraded' | 'unhealthy';
  /** One word in PascalCase that programs may compare. */
  readonly reason: string;
  /** A sentence for people. */
  readonly message: string;
  /** The remedy, shown as a button beside the condition. */
  readonly action?: FaultAction;
}

/** The current value of a metric. Null means "not observed", never zero. */
export interface MetricReading {
  readonly name: string;
  readonly unit: string;
  readonly value: number | null;
}

/** A deliberate disturbance of other components: a drill or a maintenance. */
export interface Intervention {
  readonly id: string;
  /** A headline for people: "Drill: OBS crash". */
  readonly title: string;
  /** Epoch milliseconds. */
  readonly since: number;
  /** Time when it was cleared; null while it is active. One that happens once ends at once. */
  readonly until: number | null;
  /**
   * Components whose trouble it explains when the trouble starts during it or within {@link noticedWithinMs}
   * of its end.
   */
  readonly componentIds: readonly string[];
  readonly noticedWithinMs: number;
  /** The remedy that ends it; null when it is over. */
  readonly action: FaultAction | null;
}

/** The bus for one component: events that it emits carry its id, and its subscriptions end with its scope. */
export interface ComponentEvents {
  /** `emit(sceneChanged({ scene }))`. */
  emit(draft: TopicDraft): EventRecord;
  /**
   * Listens to a topic or a prefix (`bridge.*`) until disposed, and at the latest until the component stops.
   */
  on<TPattern extends Pattern>(
    pattern: TPattern,
    listener: (event: Heard<TPattern>) => void | Promise<void>,
  ): Disposable;
}

/** The context of one life of a component, from `initialize` to `cleanup`. A restart creates a new one. */
export interface ComponentContext {
  readonly id: string;
  /** Aborts when the start is cancelled or times out, or when the component has to stop. */
  readonly signal: AbortSignal;
  /** Owns every timer, listener and socket of this life. Closed after `cleanup`, in reverse order. */
  readonly scope: Scope;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly events: ComponentEvents;
  /** Number of this attempt in the current outage; 1 for the first. */
  readonly attempt: number;
  /**
   * Reports that this life has ended on its side: a connection was lost, an invariant broke. Call it once:
   * the core cleans up, and supervision decides by the fault's kind. Further calls are ignored.
   */
  fail(fault: Fault): void;
  /** Sets a condition, replacing the one of the same type. */
  setCondition(condition: ConditionInput): void;
}

/**
 * Anything an orchestrator can own. Every member is optional. One life is one `initialize` … `cleanup`. Each
 * life makes its own connections, and only the core's supervision retries.
 */
export interface Component {
  /**
   * Starts. Resolves only when success was observed (a bridge: the remote side confirmed it). A rejection
   * with a {@link Fault} tells supervision what to do; anything else is a defect.
   */
  initialize?(context: ComponentContext): void | Promise<void>;
  /**
   * Ends this life. Called exactly once for each successful `initialize`. Must cope with a dead remote side.
   */
  cleanup?(context: ComponentContext): void | Promise<void>;
  /**
   * Returns facts, cheaply and synchronously. The core redacts secrets, but it is better not to include any.
   */
  getStatus?(): JsonObject;
  /** Runs an end-to-end probe. A probe that throws or times out makes the component unhealthy. */
  getHealth?(signal: AbortSignal): readonly ConditionInput[] | Promise<readonly ConditionInput[]>;
  /** Returns the most important fact in a few words, or null. Called once a second, so it must be cheap. */
  getFact?(): string | null;
  /**
   * Returns its deliberate disturbances of other components, oldest first. Called at every look at the
   * system, so it must be cheap.
   */
  getInterventions?(): readonly Intervention[];
  /** Returns metrics to chart. Called once a second, so it must be cheap. */
  getMetrics?(): readonly MetricReading[];
}
