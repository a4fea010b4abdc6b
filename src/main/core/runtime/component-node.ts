import type { Fault } from '#shared/kernel/index.ts';
import type {
  DesiredState,
  HealthLevel,
  LifecycleState,
  SupervisionView,
  Waiting,
} from '#shared/model/index.ts';
import type { CoreEnvironment } from '../core-environment.ts';
import { ConditionBoard } from '../health/condition-board.ts';
import type { ProbeRunner } from '../health/probe-runner.ts';
import { Supervisor } from '../supervision/supervisor.ts';
import type { Contribution } from './component-counters.ts';
import type { ComponentSpec } from './component-spec.ts';
import { DurationHistory } from './duration-history.ts';
import type { Life } from './life.ts';

/**
 * The lifecycle phase of a component. The visible state ({@link LifecycleState}) is derived from it and more.
 */
export type Phase = 'down' | 'starting' | 'up' | 'stopping';

/** The reason why a desired component does not start although its dependencies run. */
export interface Blocked {
  readonly waiting:
    | Exclude<Waiting, { readonly for: 'dependency' }>
    | { readonly for: 'dependency'; readonly componentId: string; readonly message: string };
  /** The timer that ends it; null when only an outside event can. */
  readonly timer: Disposable | null;
  readonly quarantined: boolean;
}

/** The last published state, to publish only changes. */
export interface Published {
  state: LifecycleState;
  /** Epoch milliseconds. */
  stateSince: number;
  level: HealthLevel;
  levelSince: number;
  /** Start of the current trouble, epoch milliseconds; null while there is none. */
  troubleSince: number | null;
  /**
   * Time when the trouble last started or became worse, monotonic milliseconds; null since it was last
   * healthy.
   */
  worseSince: number | null;
  /** Time when it was last seen to become healthy, monotonic milliseconds; null before the first time. */
  healthySince: number | null;
  /** Time when it was last seen to stop being healthy, monotonic milliseconds. */
  healthyUntil: number | null;
  /** Everything else that is visible; null before the first publication. */
  details: PublishedDetails | null;
}

/** Returns the state of a node that was never published. */
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
  /** Null when the actor is unknown. */
  readonly actor: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The visible details of a component besides state and health. */
export interface PublishedDetails {
  readonly desired: DesiredState;
  readonly waiting: Waiting | null;
  readonly causeId: string | null;
  readonly causeMessage: string | null;
  readonly notSetUp: boolean;
  readonly supervision: SupervisionView;
}

/** A component in the reconciler: desired state, observed state, and history. */
export class ComponentNode {
  readonly spec: ComponentSpec;
  readonly supervisor: Supervisor;
  readonly board: ConditionBoard;
  readonly startTimes = new DurationHistory();
  readonly stopTimes = new DurationHistory();

  /** True while the operator's commands ask for it to run. */
  desired = true;
  /** Enabled by the configuration. */
  enabled = true;

  /** The command that stopped it; null while the last command was to run, and before the first one. */
  stopOrder: StopOrder | null = null;

  phase: Phase = 'down';
  /** Up but about to stop, waiting for its dependents. Nothing may depend on it any more. */
  leaving = false;
  /** The fault that ended the last life; null once a new one starts. */
  fault: Fault | null = null;
  /** The failure of the last life; null once ready. Unlike `fault`, it is kept while the next life starts. */
  lastFault: Fault | null = null;
  /** The fault of a required setting that was never made; kept until it runs or fails with another fault. */
  missingSetting: Fault | null = null;
  /** True once it has run in this process. */
  everReady = false;
  /**
   * Time when it stopped being ready, monotonic milliseconds; null while it is ready, and before it ever ran.
   */
  downSince: number | null = null;
  blocked: Blocked | null = null;
  restartPending = false;
  /** Work of an earlier life ignores its signal. No new life may start before it has ended. */
  hung = false;
  /** A start that was given up succeeded late and is being rolled back. */
  undoing = false;
  /**
   * True when no progress is possible without outside input. Components with an optional need on it wait for
   * this.
   */
  settled = false;
  /** True when it was ready at the last notification of its dependents. */
  wasReady = false;
  /** Removed from its orchestrator; deleted as soon as it is down. */
  removed = false;
  /** The component that takes its id and place as soon as it is deleted. */
  successor: ComponentNode | null = null;

  life: Life | null = null;
  probe: ProbeRunner | null = null;
  /** Number of lives. A restart is complete when it has grown and the component is up. */
  lives = 0;
  /** Number of lives since its orchestrator started. */
  livesInRun = 0;
  /** Time when it last reached running, epoch milliseconds; null while it does not run. */
  startedAt: number | null = null;
  fact: string | null = null;
  /** Monotonic times of the current or last start. */
  lastStart: { beganAt: number; tookMs: number | null } | null = null;
  stopFaults: readonly Fault[] = [];
  published: Published;
  /** Its last counted contribution to its orchestrator. */
  contribution: Contribution | null = null;
  /** True when it is in the reconciler's queue. */
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

  /** True when others may depend on it. */
  get ready(): boolean {
    return this.phase === 'up' && !this.leaving;
  }

  /** Removes the block, if any. */
  unblock(): void {
    this.blocked?.timer?.[Symbol.dispose]();
    this.blocked = null;
  }
}
