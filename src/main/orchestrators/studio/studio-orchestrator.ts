import {
  BaseOrchestrator,
  defaultPolicy,
  type ConfigChange,
  type CoreServices,
  type Need,
  type OrchestratorDefinition,
} from '#core/index.ts';
import type { ObsBridge } from '#main/bridges/ports/index.ts';
import { platformOf } from '#shared/model/index.ts';
import type { StudioConfig } from './config.ts';
import { obsComponentOf, obsTitleOf } from './obs-names.ts';

/** One OBS to create a bridge for. */
export interface ObsConnection {
  readonly name: string;
  /** Title for people: "OBS", or "OBS stage-left". */
  readonly title: string;
  /** Settings section of the connection, for the buttons of its faults. */
  readonly settingsPath: string;
}

export interface StudioPorts {
  /** Creates the bridge to one OBS, which reads its own address and password. */
  readonly obsBridge: (connection: ObsConnection) => ObsBridge;
  /** Needs that all bridges share. */
  readonly bridgeNeeds?: readonly Need[];
}

const { settingsPath } = platformOf('obs');

/** Owns the bridges to OBS: one component per OBS in the settings. */
export class StudioOrchestrator extends BaseOrchestrator<StudioConfig> {
  readonly #ports: StudioPorts;
  readonly #obs = new Map<string, ObsBridge>();

  constructor(services: CoreServices, definition: OrchestratorDefinition<StudioConfig>, ports: StudioPorts) {
    super(services, definition);
    this.#ports = ports;
    for (const { name } of this.config.instances) this.#register(name);
  }

  /** Bridges to every OBS in the settings, by component id. */
  get bridges(): ReadonlyMap<string, ObsBridge> {
    return this.#obs;
  }

  /** Returns the bridge of one OBS by its component id (`obs:main`); null when there is none. */
  obs(id: string): ObsBridge | null {
    return this.#obs.get(id) ?? null;
  }

  protected override onConfigChanged({ config }: ConfigChange<StudioConfig>): void {
    const wanted = new Map(config.instances.map(({ name }) => [obsComponentOf(name), name]));
    for (const [id, name] of wanted) if (!this.#obs.has(id)) this.#register(name);
    for (const id of [...this.#obs.keys()].filter((each) => !wanted.has(each))) {
      this.#obs.delete(id);
      void this.unregister(id);
    }
  }

  #register(name: string): void {
    const id = obsComponentOf(name);
    const title = obsTitleOf(name);
    const bridge = this.#ports.obsBridge({ name, title, settingsPath });
    const find = ({ instances }: StudioConfig) => instances.find((each) => each.name === name);
    this.#obs.set(id, bridge);
    this.registerComponent(id, bridge, {
      title,
      description: 'Watches and controls one OBS Studio.',
      kind: 'bridge',
      platform: 'obs',
      audience: 'stream',
      needs: this.#ports.bridgeNeeds ?? [],
      settingsPath,
      restartOn: ['instances'],
      // The list contains every OBS: a change of another OBS, of its name or of the order does not affect
      // this one.
      livesBy: (config) => find(config)?.address,
      enabled: (config) => find(config)?.enabled ?? false,
      // Longer than the bridge's own limit for a request, so that the bridge's fault is reported.
      probe: { intervalMs: 2_000, timeoutMs: 5_000, hysteresis: 1 },
      // OBS is opened and closed by hand on the same machine, so attempts are quiet and frequent.
      policy: { ...defaultPolicy, backoff: { ...defaultPolicy.backoff, capMs: 5_000 } },
    });
  }
}
