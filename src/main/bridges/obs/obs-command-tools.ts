/** What every command to OBS is made with. */
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
  /** The picture formats that this OBS can write. */
  readonly imageFormats: readonly string[];
  /** Why nothing may be sent at present; null when it may. */
  readonly obstacle: () => Fault | null;
}

export interface CommandTools extends ObsCommandsOptions {
  /** Runs the command unless something is in its way. */
  readonly whenFree: <T>(run: () => Promise<Result<T, Fault>>) => Promise<Result<T, Fault>>;
  /** Why a wait was in vain: the connection ended, or what was asked for did not come to pass. */
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
            `${subject.title} took the request but did not ${what} in time: look at OBS, then try again`,
            { kind: 'transient' },
          ),
  };
};
