import type { Fault } from '#shared/kernel/index.ts';
import type { HealthLevel, LifecycleState, SupervisionView, Waiting } from '#shared/model/index.ts';
import type { CoreEnvironment } from '../core-environment.ts';
import { ConditionBoard } from '../health/condition-board.ts';
import type { ProbeRunner } from '../health/probe-runner.ts';
import { Supervisor } from '../supervision/supervisor.ts';
import type { Contribution } from './component-counters.ts';
import type { ComponentSpec } from './component-spec.ts';
import { DurationHistory } from './duration-history.ts';
import type { Life } from './life.ts';

/** Where a component is in its life. What people see ({@link LifecycleState}) is worked out from this and more. */
export type Phase = 'down' | 'starting' | 'up' | 'stopping';

/** Why a component that should run is not started now, although everything it needs is there. */
export interface Blocked {
  readonly waiting:
    | Exclude<Waiting, { readonly for: 'dependency' }>
    | { readonly for: 'dependency'; readonly componentId: string; readonly message: string };
  /** Ends the hold by itself; null when only somebody else can. */
  readonly timer: Disposable | null;
  readonly quarantined: boolean;
}

/** What was last told to the outside, to tell only changes. */
export interface Published {
  state: LifecycleState;
  /** Epoch milliseconds. */
  stateSince: number;
  level: HealthLevel;
  levelSince: number;
  /** When its present trouble began, epoch milliseconds; null while it is in none. */
  troubleSince: number | null;
  /** When it last came into trouble, or into worse trouble, monotonic milliseconds; null since it was last healthy. */
  worseSince: number | null;
  /** When it was last seen to become healthy, monotonic milliseconds; null before the first time. */
  healthySince: number | null;
  /** When it was last seen to be healthy no more, monotonic milliseconds. */
  healthyUntil: number | null;
  /** Everything else that can be seen; null before anything was told. */
  details: PublishedDetails | null;
}

/** The state of a node that nobody was told of yet. */
export const unpublished = (now: number): Published => ({
  state: 'idle',
  stateSince: now,
  level: 'unknown',
  levelSince: now,
  troubleSince: null,
  worseSince: null,
  healthySince: null,
  healthyUntil: null,
  details: null,
});

/** The command that stopped a component or an orchestrator. */
export interface StopOrder {
  /** Null when nobody said who gave it. */
  readonly actor: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What can be seen of a component beside its state and its health. */
export interface PublishedDetails {
  readonly wanted: boolean;
  readonly waiting: Waiting | null;
  readonly causeId: string | null;
  readonly causeMessage: string | null;
  readonly notSetUp: boolean;
  readonly supervision: SupervisionView;
}

/** One component as the reconciler holds it: what is wanted, what is observed, and what is remembered. */
export class ComponentNode {
  readonly spec: ComponentSpec;
  readonly supervisor: Supervisor;
  readonly board: ConditionBoard;
  readonly startTimes = new DurationHistory();
  readonly stopTimes = new DurationHistory();

  /** What the operator wants. */
  wanted = true;
  /** What the configuration wants. */
  enabled = true;

  /** The command that switched it off; null while the last command was to run, and before the first one. */
  stopOrder: StopOrder | null = null;

  phase: Phase = 'down';
  /** Up, but on its way down: it waits for those that need it. Nobody may rely on it any more. */
  leaving = false;
  /** Why the last life ended without being told to; null once a new one begins. */
  fault: Fault | null = null;
  /** How the last life failed; null once it is ready. Unlike `fault` it is kept while the next one begins. */
  lastFault: Fault | null = null;
  /** Says which setting is missing that nobody has made yet, until it runs or fails by something else. */
  missingSetting: Fault | null = null;
  /** True once it has run in this process. */
  everReady = false;
  /** When others could last no longer rely on it, monotonic milliseconds; null while they can, and before it ever ran. */
  downSince: number | null = null;
  blocked: Blocked | null = null;
  restartPending = false;
  /** Work of a past life ignores its signal. No new life may begin before it is over. */
  hung = false;
  /** A start that was given up long ago succeeded all the same, and is being taken back. */
  undoing = false;
  /** Whether it will not get any further by itself for now; what goes before it only if it can, waits for this. */
  settled = false;
  /** Whether others could rely on it when they were last told. */
  wasReady = false;
  /** Taken out of its orchestrator; forgotten as soon as it is down. */
  removed = false;
  /** What takes its id, and its place, as soon as it is forgotten. */
  successor: ComponentNode | null = null;

  life: Life | null = null;
  probe: ProbeRunner | null = null;
  /** How many lives there were. A restart has happened when this has grown and it is up. */
  lives = 0;
  /** Lives since its orchestrator was started. */
  livesInRun = 0;
  /** When it last reached running, epoch milliseconds; null while it does not run. */
  startedAt: number | null = null;
  fact: string | null = null;
  /** Monotonic times of the start under way or the last one. */
  lastStart: { beganAt: number; tookMs: number | null } | null = null;
  stopFaults: readonly Fault[] = [];
  published: Published;
  /** What it adds to its orchestrator, as it was last counted. */
  contribution: Contribution | null = null;
  /** Whether the reconciler is about to look at it. */
  queued = false;

  constructor(spec: ComponentSpec, services: CoreEnvironment) {
    this.spec = spec;
    const { clock, random, redactor } = services;
    const text = (message: string): string => redactor.text(message);
    this.supervisor = new Supervisor({ policy: spec.policy, clock, random, text });
    this.board = new ConditionBoard({ now: () => clock.now(), text });
    this.published = unpublished(clock.now());
  }

  get id(): string {
    return this.spec.id;
  }

  /** Whether others may rely on it. */
  get ready(): boolean {
    return this.phase === 'up' && !this.leaving;
  }

  /** Ends the hold, if there is one. */
  unblock(): void {
    this.blocked?.timer?.[Symbol.dispose]();
    this.blocked = null;
  }
}
