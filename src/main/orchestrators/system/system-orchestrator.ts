import {
  BaseOrchestrator,
  defaultPolicy,
  type Component,
  type CoreServices,
  type OrchestratorDefinition,
} from '#core/index.ts';

export interface SystemParts {
  /** Measures this process. */
  readonly process: Component;
  /** Represents the journal. */
  readonly journal: Component;
  /** Checks whether the clock of this machine is plausible. */
  readonly clock: Component;
  /** Watches the network of this machine; null or undefined when no traffic uses it, as in rehearsal. */
  readonly network?: Component | null;
  /** Creates the backups. */
  readonly backups: Component;
  /** Represents the secret vault. */
  readonly vault: Component;
  /** Looks for updates; null or undefined when this program does not update itself. */
  readonly updates?: Component | null;
  /** Simulates the outside world; null in a live run. */
  readonly rehearsal: Component | null;
}

/** The parts of the program itself as components, observed and supervised like all others. */
export class SystemOrchestrator extends BaseOrchestrator<object> {
  constructor(services: CoreServices, definition: OrchestratorDefinition<object>, parts: SystemParts) {
    super(services, definition);
    this.registerComponent('process', parts.process, {
      title: 'Process',
      description: 'Responsiveness, memory use and guards of Cuelight.',
      probe: { intervalMs: 2_000, timeoutMs: 2_000, hysteresis: 1 },
    });
    this.registerComponent('journal', parts.journal, {
      title: 'Journal',
      description: 'Stores the history across restarts.',
      essential: false,
      probe: { intervalMs: 5_000, timeoutMs: 2_000, hysteresis: 1 },
    });
    this.registerComponent('clock', parts.clock, {
      title: 'Clock',
      description: 'Checks the clock of this PC before old data is deleted.',
      essential: false,
      probe: { intervalMs: 5_000, timeoutMs: 2_000, hysteresis: 1 },
    });
    if (parts.network) {
      this.registerComponent('network', parts.network, {
        title: 'Network',
        description: 'Checks that this PC can reach the internet, for Twitch and Discord.',
        essential: false,
        startTimeoutMs: 5_000,
        // A cable is plugged in again within seconds, so attempts are quiet and frequent.
        policy: { ...defaultPolicy, backoff: { baseMs: 1_000, capMs: 4_000 } },
      });
    }
    this.registerComponent('backups', parts.backups, {
      title: 'Backups',
      description: 'Backs up settings and journal daily and at each start, and verifies the copies.',
      essential: false,
      probe: { intervalMs: 60_000, timeoutMs: 2_000, hysteresis: 1 },
    });
    this.registerComponent('vault', parts.vault, {
      title: 'Vault',
      description: 'Stores passwords and tokens.',
      essential: false,
      probe: { intervalMs: 30_000, timeoutMs: 2_000, hysteresis: 1 },
    });
    if (parts.updates) {
      this.registerComponent('updates', parts.updates, {
        title: 'Updates',
        description: 'Looks for new versions of Cuelight at each start and each day.',
        essential: false,
        probe: { intervalMs: 30_000, timeoutMs: 2_000, hysteresis: 1 },
      });
    }
    if (parts.rehearsal) {
      this.registerComponent('rehearsal', parts.rehearsal, {
        title: 'Rehearsal',
        description: 'Simulates Twitch, Discord and OBS on this machine. Stop it to simulate an outage.',
        essential: false,
        probe: { intervalMs: 10_000, timeoutMs: 2_000, hysteresis: 1 },
      });
    }
  }
}
