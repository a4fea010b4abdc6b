import type { Fault, JsonObject } from '#shared/kernel/index.ts';
import type { CoreEnvironment } from '../core-environment.ts';
import type { SupervisionPolicy } from '../supervision/policy.ts';
import { Supervisor } from '../supervision/supervisor.ts';
import { ComponentCounters } from './component-counters.ts';
import {
  unpublished,
  type ComponentNode,
  type Blocked,
  type Published,
  type StopOrder,
} from './component-node.ts';
import type { Need } from './component-spec.ts';
import type { StartSession, StopReport } from './start-session.ts';

/** The static facts of an orchestrator. */
export interface OrchestratorSpec {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly needs: readonly Need[];
  readonly settingsPath: string | null;
  readonly policy: SupervisionPolicy;
  /** Returns the orchestrator's own facts for its status. */
  readonly status: () => JsonObject;
}

/** An orchestrator in the reconciler: a group of components that start and stop together. */
export class OrchestratorNode {
  readonly spec: OrchestratorSpec;
  readonly supervisor: Supervisor;
  readonly children = new Set<ComponentNode>();
  readonly tally = new ComponentCounters();

  /** True while the operator's commands ask for it to run. */
  desired = false;
  /** The last command. A start during a stop waits for the end of the stop, and another stop cancels it. */
  lastCommand: 'start' | 'stop' = 'stop';
  /** The command that stopped it; null while the last command was to run, and before the first one. */
  stopOrder: StopOrder | null = null;
  /** Set after a start was rolled back; nothing of the orchestrator runs until it ends. */
  blocked: Blocked | null = null;
  /** The fault that rolled the last start back; null once a new one starts. */
  fault: Fault | null = null;
  /** The component whose failure rolled the start back. */
  failedChildId: string | null = null;
  /** The start in progress. */
  session: StartSession | null = null;
  /** The stop in progress. */
  stopping: {
    /** Monotonic milliseconds. */
    readonly beganAt: number;
    readonly promise: Promise<StopReport>;
    readonly resolve: (report: StopReport) => void;
  } | null = null;
  everDesired = false;
  startedAt: number | null = null;
  /** True when it was ready at the last notification of its dependents. */
  ready = false;
  /**
   * Time when it stopped being ready, monotonic milliseconds; null while it is ready, and before it ever ran.
   */
  downSince: number | null = null;
  settled = true;
  published: Published;

  constructor(spec: OrchestratorSpec, services: CoreEnvironment) {
    this.spec = spec;
    const { clock, random, redactor } = services;
    this.supervisor = new Supervisor({
      policy: spec.policy,
      clock,
      random,
      text: (message) => redactor.text(message),
    });
    this.published = unpublished(clock.now());
  }

  get id(): string {
    return this.spec.id;
  }

  get allDown(): boolean {
    return this.tally.allDown;
  }

  unblock(): void {
    this.blocked?.timer?.[Symbol.dispose]();
    this.blocked = null;
  }
}
