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
import { createDisturbance } from './disturb.ts';
import { createObsRehearsal, type ObsRehearsalServer } from './obs/index.ts';
import type { RehearsalServer } from '#shared/model/index.ts';
import type { RehearsalServers } from './port.ts';
import { playScenario, type ScenarioPlayer } from './scenario/player.ts';
import type { Scenario } from './scenario/scenario.ts';
import { createTwitchStage } from './twitch-stage.ts';
import type { TwitchPlatformServer } from './twitch-platform/index.ts';
import type { TwitchRehearsalServer } from './twitch/index.ts';

export interface RehearsalOptions {
  readonly clock: Clock;
  /** Draws the lines, their moments and the passwords; the same source gives the same show. */
  readonly random: RandomSource;
  readonly ids: IdSource;
  readonly scenario: Scenario;
  /** How many times as fast as life the scenario plays; 1 unless said otherwise. */
  readonly speed?: number;
  /** Ports to listen on; any free one where left out. */
  readonly ports?: { readonly twitch?: number; readonly discord?: number; readonly obs?: number };
}

/** The three servers and the scenario that plays on them. Disposing ends the play, then the servers. */
export interface RunningRehearsalServers extends RehearsalServers, AsyncDisposable {
  readonly twitch: TwitchRehearsalServer;
  /** Twitch beside its chat: sign-in, Helix and EventSub. */
  readonly platform: TwitchPlatformServer;
  readonly discord: DiscordRehearsalServer;
  readonly obs: ObsRehearsalServer;
  /** The address of each server. */
  readonly addresses: Readonly<Record<RehearsalServer, string>>;
  /** Starts a scenario from its first act, instead of the one that plays; the stage's own unless another is given. */
  play(scenario?: Scenario): ScenarioPlayer;
  /** The scenario that plays now; null before {@link play}. */
  readonly player: ScenarioPlayer | null;
  /** Where things are broken on purpose, by the scenario and by hand. */
  readonly desk: FaultInjector;
  /** Calls the listener when the play or what is broken has changed, but for where in an act it is. */
  onChange(listener: () => void): Disposable;
}

/**
 * Starts the pretended Twitch, Discord and OBS on loopback. Nothing plays until `play()`, so that the bridges can be
 * there for the first line. Rejects with a fault, and leaves nothing behind, when one of them cannot listen.
 */
export const startRehearsalServers = async (options: RehearsalOptions): Promise<RunningRehearsalServers> => {
  const { clock, ids } = options;
  let { scenario } = options;
  let speed = options.speed ?? 1;
  const scope = new Scope('rehearsal');
  // One source each: how often a server draws must not change the show.
  const split = (): RandomSource => createSeededRandom(Math.floor(options.random.next() * 2 ** 32));
  const [twitchRandom, discordRandom, obsRandom, playRandom] = [split(), split(), split(), split()];
  const portOf = (name: 'twitch' | 'discord' | 'obs') => ({ port: options.ports?.[name] ?? 0 });
  const password = Math.floor(obsRandom.next() * 2 ** 40).toString(36);
  try {
    const pretended = await createTwitchStage(
      { clock, ids, random: twitchRandom, ...portOf('twitch') },
      scope,
    );
    const { chat: twitch, platform } = pretended;
    pretended.introduce(scenario.cast);
    const discord = scope.use(
      await createDiscordRehearsal({ clock, ids, random: discordRandom, ...portOf('discord') }),
    );
    const obs = scope.use(
      await createObsRehearsal({
        clock,
        random: obsRandom,
        password,
        scenes: scenario.scenes,
        onStreaming: (on) => pretended.setLive(on),
        ...portOf('obs'),
      }),
    );
    const desk = scope.use(
      new FaultInjector(createFaultCatalogue({ twitch, platform, discord, obs }), clock, ids),
      'faults',
    );
    let player: ScenarioPlayer | null = null;
    const listeners = new Emitter();
    const tell = (): void => {
      listeners.emit();
    };
    desk.onChange(tell);
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
      desk,
      onChange: (listener) => listeners.on(listener),
      play: (next) => {
        if (player) speed = player.speed;
        player?.[Symbol.dispose]();
        if (next && next !== scenario) {
          scenario = next;
          pretended.introduce(scenario.cast);
          // As in OBS, a show with other scenes is another scene collection. Changed before the first cue is due.
          obs.faults.changeSceneCollection(scenario.scenes, 0);
        }
        player = playScenario({ twitch: pretended.acts, discord, obs }, scenario, {
          clock,
          random: playRandom,
          speed,
          disturb: createDisturbance(desk),
          onChange: tell,
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
