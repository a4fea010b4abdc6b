/** Dependencies and helpers of all commands to OBS. */
import { err, Fault, type Clock, type Result } from '#shared/kernel/index.ts';
import type { Component } from '#core/component.ts';
import type { ObsBridge } from '#main/bridges/ports/index.ts';
import type { ObsConnection } from './obs-connection.ts';
import { notConnected, type ObsSubject } from './obs-faults.ts';
import type { ObsLimits } from './obs-limits.ts';
import type { ObsTracker } from './obs-tracker.ts';

export type ObsCommands = Omit<ObsBridge, keyof Component | 'state' | 'onState'>;

export interface ObsCommandsOptions {
  readonly subject: ObsSubject;
  readonly connection: ObsConnection;
  readonly tracker: ObsTracker;
  readonly limits: ObsLimits;
  readonly clock: Clock;
  /** The image formats that this OBS can write. */
  readonly imageFormats: readonly string[];
  /** Returns the fault that currently blocks commands, or null when commands may be sent. */
  readonly obstacle: () => Fault | null;
}

export interface CommandTools extends ObsCommandsOptions {
  /** Runs the command unless it is blocked. */
  readonly whenFree: <T>(run: () => Promise<Result<T, Fault>>) => Promise<Result<T, Fault>>;
  /** Returns the fault for a wait that failed: the connection ended, or OBS did not do what was requested. */
  readonly unconfirmed: (what: string) => Fault;
}

export const createCommandTools = (options: ObsCommandsOptions): CommandTools => {
  const { subject, tracker, obstacle } = options;
  return {
    ...options,
    whenFree: async (run) => {
      const blocked = obstacle();
      return blocked ? err(blocked) : await run();
    },
    unconfirmed: (what) =>
      tracker.state.studioVersion === null
        ? notConnected(subject)
        : new Fault(
            'obs.not-confirmed',
            `${subject.title} accepted the request but didn’t ${what} in time. Check OBS, then try again.`,
            { kind: 'transient' },
          ),
  };
};
