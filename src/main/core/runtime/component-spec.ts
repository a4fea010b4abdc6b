import type { AudienceImpact } from '#shared/model/index.ts';
import type { Component } from '../component.ts';
import type { ProbeSettings } from '../health/probe-runner.ts';
import { defaultPolicy, type SupervisionPolicy } from '../supervision/policy.ts';

/** Something a component needs: another component of the program, or a whole orchestrator. */
export interface Need {
  readonly id: string;
  /** A required one must run before and while this one runs; an optional one only goes first when it can. */
  readonly required: boolean;
  /** False for an optional one that is not even waited for: it is only used once it is there. */
  readonly waits?: boolean;
  /**
   * True for an optional one that only watches what this one runs over, such as the network. Its failure explains this one's
   * trouble, even when this one noticed it first. Its stop explains nothing: what it watches goes on.
   */
  readonly watches?: boolean;
}

/** What an orchestrator says about a component when it registers it. Only `title` has no default. */
export interface ComponentOptions<TConfig = unknown> {
  /** Words for people: "Twitch chat". */
  readonly title: string;
  readonly description?: string;
  /** `component` unless said otherwise. */
  readonly kind?: 'bridge' | 'component';
  /** The platform that it connects to, by whatever name its owner gives it. */
  readonly platform?: string;
  readonly needs?: readonly Need[];
  /** What the audience loses while it is down; nothing unless said otherwise. The verdict ranks problems by it. */
  readonly audience?: AudienceImpact;
  /**
   * Whether the orchestrator's start fails with it. A bridge is not unless said otherwise: the rest of the show goes on
   * without it while it is tried again in the background.
   */
  readonly essential?: boolean;
  /** Time for `initialize`, milliseconds; 15 s unless said otherwise. */
  readonly startTimeoutMs?: number;
  /** Time for `cleanup`, and again for closing the scope, milliseconds; 5 s unless said otherwise. */
  readonly stopTimeoutMs?: number;
  readonly probe?: Partial<ProbeSettings>;
  readonly policy?: SupervisionPolicy;
  /** The settings section that configures it. */
  readonly settingsPath?: string;
  /** Paths of the orchestrator's configuration of which a change restarts it; all others apply live. */
  readonly restartOn?: readonly string[];
  /**
   * The part of {@link restartOn} that it lives by, where others live by the rest, as by one entry of a list. A change that
   * leaves this part as it was does not restart it.
   */
  readonly livesBy?: (config: TConfig) => unknown;
  /** Whether the configuration wants it at all; it is switched off while this says no. */
  readonly enabled?: (config: TConfig) => boolean;
}

/** The same with every default filled in, and without the orchestrator's configuration. */
export interface ComponentSpec {
  readonly id: string;
  readonly parent: string;
  readonly component: Component;
  readonly title: string;
  readonly description: string;
  readonly kind: 'bridge' | 'component';
  readonly platform: string | null;
  readonly needs: readonly Need[];
  readonly audience: AudienceImpact;
  readonly essential: boolean;
  readonly startTimeoutMs: number;
  readonly stopTimeoutMs: number;
  readonly probe: ProbeSettings;
  readonly policy: SupervisionPolicy;
  readonly settingsPath: string | null;
  readonly restartOn: readonly string[];
}

const defaultProbe: ProbeSettings = {
  intervalMs: 15_000,
  timeoutMs: 3_000,
  hysteresis: 2,
  restartAfter: null,
};

export const resolveSpec = (
  parent: string,
  id: string,
  component: Component,
  options: Omit<ComponentOptions, 'enabled' | 'livesBy'>,
): ComponentSpec => ({
  id,
  parent,
  component,
  title: options.title,
  description: options.description ?? '',
  kind: options.kind ?? 'component',
  platform: options.platform ?? null,
  needs: options.needs ?? [],
  audience: options.audience ?? 'none',
  essential: options.essential ?? options.kind !== 'bridge',
  startTimeoutMs: options.startTimeoutMs ?? 15_000,
  stopTimeoutMs: options.stopTimeoutMs ?? 5_000,
  probe: { ...defaultProbe, ...options.probe },
  policy: options.policy ?? defaultPolicy,
  settingsPath: options.settingsPath ?? null,
  restartOn: options.restartOn ?? [],
});
