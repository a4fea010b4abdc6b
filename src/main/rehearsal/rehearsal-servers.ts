import {
  createSeededRandom,
  Emitter,
  Scope,
  type Clock,
  type IdSource,
  type RandomSource,
} from '#shared/kernel/index.ts';
import { createFaultCatalogue } from './control/fault-catalogue.ts';
import { FaultInjector } from './control/fault-injector.ts';
import { createDiscordRehearsal, type DiscordRehearsalServer } from './discord/index.ts';
import { createScenarioFaultInjection } from './scenario-fault-injection.ts';
import { createObsRehearsal, type ObsRehearsalServer } from './obs/index.ts';
import type { RehearsalServer } from '#shared/model/index.ts';
import type { RehearsalServers } from './platform-ports.ts';
import { playScenario, type ScenarioPlayer } from './scenario/player.ts';
import type { Scenario } from './scenario/scenario.ts';
import { createSimulatedTwitch } from './simulated-twitch.ts';
import type { TwitchPlatformServer } from './twitch-platform/index.ts';
import type { TwitchRehearsalServer } from './twitch/index.ts';

export interface RehearsalOptions {
  readonly clock: Clock;
  /** Source of the drawn lines, their times and the passwords. Equal sources play equal shows. */
  readonly random: RandomSource;
  readonly ids: IdSource;
  readonly scenario: Scenario;
  /** Speed of the scenario; 1, the default, is real time. */
  readonly speed?: number;
  /** Ports to listen on; an absent one takes any free port. */
  readonly ports?: { readonly twitch?: number; readonly discord?: number; readonly obs?: number };
}

/**
 * The simulated platforms and the scenario that plays on them. Disposing stops the scenario, then the
 * servers.
 */
export interface RunningRehearsalServers extends RehearsalServers, AsyncDisposable {
  readonly twitch: TwitchRehearsalServer;
  /** The Twitch services besides chat: sign-in, Helix and EventSub. */
  readonly platform: TwitchPlatformServer;
  readonly discord: DiscordRehearsalServer;
  readonly obs: ObsRehearsalServer;
  /** The address of each server. */
  readonly addresses: Readonly<Record<RehearsalServer, string>>;
  /**
   * Plays a scenario from its first act and stops the current one. Without a scenario, plays the last one
   * again.
   */
  play(scenario?: Scenario): ScenarioPlayer;
  /** The current scenario's player; null before {@link play}. */
  readonly player: ScenarioPlayer | null;
  /** Injects faults, for the scenario and by hand. */
  readonly injector: FaultInjector;
  /** Calls the listener when the player or the faults change, except for the position within an act. */
  onChange(listener: () => void): Disposable;
}

/**
 * Starts the simulated Twitch, Discord and OBS on loopback. No scenario plays until `play()`, so that the
 * bridges can connect before the first line. Rejects with a fault, and leaves nothing behind, when one server
 * cannot listen.
 */
export const startRehearsalServers = async (options: RehearsalOptions): Promise<RunningRehearsalServers> => {
  const { clock, ids } = options;
  let { scenario } = options;
  let speed = options.speed ?? 1;
  const scope = new Scope('rehearsal');
  // Each server has its own source of randomness, so that the number of its draws cannot change the show.
  const split = (): RandomSource => createSeededRandom(Math.floor(options.random.next() * 2 ** 32));
  const [twitchRandom, discordRandom, obsRandom, playRandom] = [split(), split(), split(), split()];
  const portOf = (name: 'twitch' | 'discord' | 'obs') => ({ port: options.ports?.[name] ?? 0 });
  const password = Math.floor(obsRandom.next() * 2 ** 40).toString(36);
  try {
    const simulatedTwitch = await createSimulatedTwitch(
      { clock, ids, random: twitchRandom, ...portOf('twitch') },
      scope,
    );
    const { chat: twitch, platform } = simulatedTwitch;
    simulatedTwitch.introduce(scenario.cast);
    const discord = scope.use(
      await createDiscordRehearsal({ clock, ids, random: discordRandom, ...portOf('discord') }),
    );
    const obs = scope.use(
      await createObsRehearsal({
        clock,
        random: obsRandom,
        password,
        scenes: scenario.scenes,
        onStreaming: (on) => simulatedTwitch.setLive(on),
        ...portOf('obs'),
      }),
    );
    const injector = scope.use(
      new FaultInjector(createFaultCatalogue({ twitch, platform, discord, obs }), clock, ids),
      'faults',
    );
    let player: ScenarioPlayer | null = null;
    const listeners = new Emitter();
    const notify = (): void => {
      listeners.emit();
    };
    injector.onChange(notify);
    scope.defer('scenario', () => player?.[Symbol.dispose]());
    return {
      twitch,
      platform,
      discord,
      obs,
      addresses: {
        twitch: twitch.chatUrl,
        'twitch-platform': platform.apiUrl,
        discord: discord.apiUrl,
        obs: obs.url,
      },
      get player() {
        return player;
      },
      injector,
      onChange: (listener) => listeners.on(listener),
      play: (next) => {
        if (player) speed = player.speed;
        player?.[Symbol.dispose]();
        if (next && next !== scenario) {
          scenario = next;
          simulatedTwitch.introduce(scenario.cast);
          // As in OBS, a scenario with other scenes is another scene collection. The change happens before
          // the first cue.
          obs.faults.changeSceneCollection(scenario.scenes, 0);
        }
        player = playScenario({ twitch: simulatedTwitch.acts, discord, obs }, scenario, {
          clock,
          random: playRandom,
          speed,
          injectFault: createScenarioFaultInjection(injector),
          onChange: notify,
        });
        return player;
      },
      [Symbol.asyncDispose]: async () => {
        await scope.close();
      },
    };
  } catch (thrown) {
    await scope.close();
    throw thrown;
  }
};
