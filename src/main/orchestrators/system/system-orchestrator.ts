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
  /** Stands for the journal. */
  readonly journal: Component;
  /** Tells whether the clock of this machine can be believed. */
  readonly clock: Component;
  /** Watches the network of this machine; null or left out where nothing goes over it, as in rehearsal. */
  readonly network?: Component | null;
  /** Makes the backups. */
  readonly backups: Component;
  /** Stands for the secret vault. */
  readonly vault: Component;
  /** Plays the outside world; null when the outside world is real. */
  readonly rehearsal: Component | null;
}

/** What the program itself stands on, seen and supervised like everything else. */
export class SystemOrchestrator extends BaseOrchestrator<object> {
  constructor(services: CoreServices, definition: OrchestratorDefinition<object>, parts: SystemParts) {
    super(services, definition);
    this.registerComponent('process', parts.process, {
      title: 'Process',
      description: 'How promptly this program runs, and how much memory it holds.',
      probe: { intervalMs: 2_000, timeoutMs: 2_000, hysteresis: 1 },
    });
    this.registerComponent('journal', parts.journal, {
      title: 'Journal',
      description: 'Keeps what happened, over restarts.',
      essential: false,
      probe: { intervalMs: 5_000, timeoutMs: 2_000, hysteresis: 1 },
    });
    this.registerComponent('clock', parts.clock, {
      title: 'Clock',
      description:
        'Compares the clock of this PC with what is known of the time, before anything goes by age.',
      essential: false,
      probe: { intervalMs: 5_000, timeoutMs: 2_000, hysteresis: 1 },
    });
    if (parts.network) {
      this.registerComponent('network', parts.network, {
        title: 'Network',
        description: 'Tells whether this PC reaches the internet, as Twitch and Discord need.',
        essential: false,
        startTimeoutMs: 5_000,
        // A cable is plugged in again within seconds: looked at quietly, and often enough to notice.
        policy: { ...defaultPolicy, backoff: { baseMs: 1_000, capMs: 4_000 } },
      });
    }
    this.registerComponent('backups', parts.backups, {
      title: 'Backups',
      description: 'Copies settings and journal at each start and each day, and checks the copies.',
      essential: false,
      probe: { intervalMs: 60_000, timeoutMs: 2_000, hysteresis: 1 },
    });
    this.registerComponent('vault', parts.vault, {
      title: 'Vault',
      description: 'Keeps the secrets.',
      essential: false,
      probe: { intervalMs: 30_000, timeoutMs: 2_000, hysteresis: 1 },
    });
    if (parts.rehearsal) {
      this.registerComponent('rehearsal', parts.rehearsal, {
        title: 'Rehearsal',
        description:
          'Plays Twitch, Discord and OBS on this machine. Stop it to see what an outage looks like.',
        essential: false,
        probe: { intervalMs: 10_000, timeoutMs: 2_000, hysteresis: 1 },
      });
    }
  }
}
