import { implement, type OperationImplementation } from '#core/index.ts';
import { programCheckForUpdate, programInstallUpdate } from '#shared/catalogue/operations/updates.ts';
import { err, Fault, ok, type Clock } from '#shared/kernel/index.ts';
import type { AvailableUpdate, UpdateStatus } from '#shared/model/index.ts';
import type { UpdatesPort } from '../ports/index.ts';

/** Updates in memory. */
export class FakeUpdates implements UpdatesPort {
  status: UpdateStatus = {
    support: 'ready',
    explanation: null,
    version: '0.1.0',
    channel: 'stable',
    automatic: true,
    lastCheck: null,
    available: null,
    stage: 'idle',
    progress: null,
    obstacle: null,
    lastInstall: null,
  };
  /** The update that the next check finds; null for none. */
  offered: AvailableUpdate | null = null;
  /** The versions that were installed. */
  readonly installed: string[] = [];
  readonly implementations: readonly OperationImplementation[];

  constructor(clock: Clock) {
    this.implementations = [
      implement(programCheckForUpdate, {
        run: async () => {
          const { version } = this.offered ?? this.status;
          const outcome = this.offered ? 'available' : 'current';
          const lastCheck = { at: clock.now(), outcome, code: null, message: 'Checked.' } as const;
          this.set({ available: this.offered, lastCheck });
          return ok({ result: { outcome, version } });
        },
      }),
      implement(programInstallUpdate, {
        run: async ({ version }) => {
          const { obstacle } = this.status;
          if (obstacle !== null) return err(new Fault('update.on-air', obstacle, { kind: 'configuration' }));
          this.installed.push(version);
          this.set({ stage: 'restarting' });
          return ok({ result: { version, backup: '2026-12-01-1' } });
        },
      }),
    ];
  }

  set(change: Partial<UpdateStatus>): void {
    this.status = { ...this.status, ...change };
  }
}
