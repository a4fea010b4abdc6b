import type { Clock, Scope } from '#shared/kernel/index.ts';
import type { DiscordRehearsalServer } from './discord/index.ts';
import type { ObsRehearsalServer } from './obs/index.ts';
import type { ScenarioFault } from './scenario/scenario.ts';
import type { TwitchRehearsalServer } from './twitch/index.ts';

export interface DisturbedServers {
  readonly twitch: TwitchRehearsalServer;
  readonly discord: DiscordRehearsalServer;
  readonly obs: ObsRehearsalServer;
}

/** Carries out what a scenario breaks, and mends it after the time it names. Timers end with the scope. */
export const createDisturbance = (
  servers: DisturbedServers,
  clock: Clock,
  scope: Scope,
  speed: number,
): ((fault: ScenarioFault) => void) => {
  const { discord, obs, twitch } = servers;
  const timers = new Set<Disposable>();
  scope.defer('repairs', () => {
    for (const timer of timers) timer[Symbol.dispose]();
  });
  const after = (seconds: number, mend: () => void): void => {
    const timer = clock.setTimeout(
      () => {
        timers.delete(timer);
        mend();
      },
      (seconds * 1_000) / speed,
    );
    timers.add(timer);
  };

  const acts: Readonly<
    Record<ScenarioFault['target'], Readonly<Record<ScenarioFault['fault'], (seconds: number) => void>>>
  > = {
    twitch: {
      reconnect: () => twitch.faults.requestReconnect(),
      cut: () => twitch.faults.resetMidLine(),
      freeze: () => twitch.faults.freezeConnections(),
      refuse: (seconds) => {
        twitch.faults.refuseConnections = 'cut';
        twitch.faults.resetMidLine();
        after(seconds, () => (twitch.faults.refuseConnections = false));
      },
    },
    discord: {
      reconnect: () => discord.faults.requestReconnect(),
      cut: () => discord.faults.dropLinks(),
      freeze: () => discord.faults.freezeLinks(),
      refuse: (seconds) => {
        discord.faults.refuseConnections = true;
        discord.faults.dropLinks();
        after(seconds, () => (discord.faults.refuseConnections = false));
      },
    },
    obs: {
      // OBS never asks anybody to reconnect; losing the link is the nearest thing.
      reconnect: () => obs.faults.drop(),
      cut: () => obs.faults.drop(),
      freeze: (seconds) => {
        obs.faults.answer(false);
        after(seconds, () => obs.faults.answer(true));
      },
      refuse: (seconds) => {
        void obs.faults.goDown();
        after(seconds, () => void obs.faults.comeBack());
      },
    },
  };
  return (fault) => acts[fault.target][fault.fault](fault.seconds);
};
