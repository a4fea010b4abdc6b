import type { Clock, Fault, FaultAction, IdSource, JsonObject, RandomSource } from '#shared/kernel/index.ts';
import type { Heard, Pattern, TopicDraft } from '#shared/catalogue/topics/define.ts';
import type { EventRecord } from '#shared/model/index.ts';
import type { Logger } from './logger.ts';
import type { Scope } from '#shared/kernel/scope.ts';

/** A claim about a component as it hands it in; the core adds when it changed and when it was checked. */
export interface ConditionInput {
  /**
   * An adjective, worded so that `true` is good: `Connected`, `Authenticated`. `Responsive` is what each probe decides anew: a
   * component says it in its probe or not at all.
   */
  readonly type: string;
  readonly status: 'true' | 'false' | 'unknown';
  /** How bad `false` is; `unhealthy` unless said otherwise. */
  readonly severity?: 'degraded' | 'unhealthy';
  /** One word in PascalCase that a program may compare. */
  readonly reason: string;
  /** A sentence for people. */
  readonly message: string;
  /** What a person can do about it; shown as a button beside the condition. */
  readonly action?: FaultAction;
}

/** A number of a component, now. `null` is "not observed", never zero. */
export interface MetricReading {
  readonly name: string;
  readonly unit: string;
  readonly value: number | null;
}

/** Something that a component breaks in others on purpose: a drill, a maintenance. */
export interface Intervention {
  readonly id: string;
  /** A headline for people: "Drill: OBS crash". */
  readonly title: string;
  /** Epoch milliseconds. */
  readonly since: number;
  /** When it was undone; null while it lasts. One that happens once is over at once. */
  readonly until: number | null;
  /** Components whose trouble it explains when that begins during it, or within {@link noticedWithinMs} of its end. */
  readonly componentIds: readonly string[];
  readonly noticedWithinMs: number;
  /** What ends it; null when it is over. */
  readonly action: FaultAction | null;
}

/** The bus as one component sees it: what it emits carries its name, what it listens to ends with its scope. */
export interface ComponentEvents {
  /** `emit(sceneChanged({ scene }))`. */
  emit(draft: TopicDraft): EventRecord;
  /** Listens to a topic or a prefix (`bridge.*`) until disposed, and at the latest until the component stops. */
  on<TPattern extends Pattern>(
    pattern: TPattern,
    listener: (event: Heard<TPattern>) => void | Promise<void>,
  ): Disposable;
}

/** What a component is given for one life, from one `initialize` to its `cleanup`. A restart gets a new one. */
export interface ComponentContext {
  readonly id: string;
  /** Aborts when the start is given up, when its time is over, or when the component is to stop. */
  readonly signal: AbortSignal;
  /** Owns every timer, listener and socket of this life; closed, in reverse order, after `cleanup`. */
  readonly scope: Scope;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly events: ComponentEvents;
  /** Which attempt of the present outage this life is; 1 for the first. */
  readonly attempt: number;
  /**
   * Says that this life is over by itself: the connection was lost, an invariant broke. Call it once; the core cleans
   * up and its supervision decides what follows from the fault's kind. Calls after the first are ignored.
   */
  fail(fault: Fault): void;
  /** Puts a claim on the component's health, replacing the one of the same type. */
  setCondition(condition: ConditionInput): void;
}

/**
 * Anything an orchestrator can own. Every member is optional. One life is one `initialize` … `cleanup`; connections are
 * made afresh in each, and nobody but the core's supervision retries.
 */
export interface Component {
  /**
   * Starts, and resolves only when what it stands for was observed (a bridge: the remote side said so). A rejection
   * with a {@link Fault} tells supervision what to do; anything else is a defect.
   */
  initialize?(context: ComponentContext): void | Promise<void>;
  /** Ends this life. Called exactly once for each successful `initialize`; must cope with a dead remote side. */
  cleanup?(context: ComponentContext): void | Promise<void>;
  /** Facts, cheap and at once. Secrets are redacted by the core, but are better not put here at all. */
  getStatus?(): JsonObject;
  /** An end-to-end probe. A probe that throws or takes longer than its limit makes the component unhealthy. */
  getHealth?(signal: AbortSignal): readonly ConditionInput[] | Promise<readonly ConditionInput[]>;
  /** The one fact that matters, in a few words, or null. Cheap: asked once a second. */
  getFact?(): string | null;
  /** What it breaks in others on purpose, oldest first. Cheap: asked at every look at the system. */
  getInterventions?(): readonly Intervention[];
  /** Numbers to chart. Cheap: asked once a second. */
  getMetrics?(): readonly MetricReading[];
}
