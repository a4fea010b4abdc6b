import type { AudienceImpact } from '#shared/model/index.ts';
import type { Component } from '../component.ts';
import type { ProbeSettings } from '../health/probe-runner.ts';
import { defaultPolicy, type SupervisionPolicy } from '../supervision/policy.ts';

/** A dependency of a component: another component of the program, or a whole orchestrator. */
export interface Need {
  readonly id: string;
  /**
   * A required dependency must run before and while this one runs; an optional one only starts first when it
   * can.
   */
  readonly required: boolean;
  /** False for an optional dependency that is not waited for: it is used only once it runs. */
  readonly waits?: boolean;
  /**
   * True for an optional dependency that only watches what this one runs over, such as the network. Its
   * failure explains this one's trouble, even when this one noticed it first. Stopping it explains nothing:
   * the watched thing is unaffected.
   */
  readonly watches?: boolean;
}

/** The registration options of a component. Only `title` has no default. */
export interface ComponentOptions<TConfig = unknown> {
  /** Title in the window: "Twitch chat". */
  readonly title: string;
  readonly description?: string;
  /** `component` by default. */
  readonly kind?: 'bridge' | 'component';
  /** The platform that it connects to, with the name that its owner gives. */
  readonly platform?: string;
  readonly needs?: readonly Need[];
  /** The loss for the audience while it is down; none by default. The verdict ranks problems by it. */
  readonly audience?: AudienceImpact;
  /**
   * True when the orchestrator's start fails with it. False for a bridge by default: the rest of the show
   * runs without it while it is retried in the background.
   */
  readonly essential?: boolean;
  /** Timeout of `initialize`, milliseconds; 15 s by default. */
  readonly startTimeoutMs?: number;
  /** Timeout of `cleanup`, and again of closing the scope, milliseconds; 5 s by default. */
  readonly stopTimeoutMs?: number;
  readonly probe?: Partial<ProbeSettings>;
  readonly policy?: SupervisionPolicy;
  /** The settings section that configures it. */
  readonly settingsPath?: string;
  /** Paths of the orchestrator's configuration that restart it when they change; all others apply live. */
  readonly restartOn?: readonly string[];
  /**
   * The part of {@link restartOn} that it uses when other components use the rest, such as one entry of a
   * list. A change that leaves this part unchanged does not restart it.
   */
  readonly livesBy?: (config: TConfig) => unknown;
  /** Returns true when the configuration enables it; otherwise it is switched off. */
  readonly enabled?: (config: TConfig) => boolean;
}

/** The options with all defaults, independent of the orchestrator's configuration. */
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
