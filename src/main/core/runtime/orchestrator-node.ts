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

/** What an orchestrator says about itself. */
export interface OrchestratorSpec {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly needs: readonly Need[];
  readonly settingsPath: string | null;
  readonly policy: SupervisionPolicy;
  /** Facts of the orchestrator itself, for its status. */
  readonly status: () => JsonObject;
}

/** One orchestrator as the reconciler holds it: a group of components that are started and stopped together. */
export class OrchestratorNode {
  readonly spec: OrchestratorSpec;
  readonly supervisor: Supervisor;
  readonly children = new Set<ComponentNode>();
  readonly tally = new ComponentCounters();

  wanted = false;
  /** The last word. A start that comes during a stop waits for its end, and is called off by another stop. */
  told: 'start' | 'stop' = 'stop';
  /** The command that switched it off; null while the last command was to run, and before the first one. */
  stopOrder: StopOrder | null = null;
  /** A start failed and was taken back; nothing of it runs until this ends. */
  blocked: Blocked | null = null;
  /** Why the last start was taken back; null once a new one begins. */
  fault: Fault | null = null;
  /** The component whose failure took the start back. */
  failedChildId: string | null = null;
  /** The start under way. */
  session: StartSession | null = null;
  /** The stop under way. */
  stopping: {
    /** Monotonic milliseconds. */
    readonly beganAt: number;
    readonly promise: Promise<StopReport>;
    readonly resolve: (report: StopReport) => void;
  } | null = null;
  everWanted = false;
  startedAt: number | null = null;
  /** Whether others may rely on it, as they were last told. */
  ready = false;
  /** When others could last no longer rely on it, monotonic milliseconds; null while they can, and before it ever ran. */
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
