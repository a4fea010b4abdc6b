import { watchForWake } from '#main/platform/wake-watch.ts';
import { createJumpingClock } from './clocks.ts';
import { settleIn } from './twitch-rows.ts';
import { Findings, pause, seconds, until, type FaultRow } from './row.ts';
import { bridgeIds, openRig, type Platform } from './rig.ts';

const hourMs = 3_600_000;

export const timeRows: readonly FaultRow[] = [
  {
    id: 'F28',
    expected:
      'sleep of 8 h: one reconnect per dead bridge, chat <= 3 s after the wake-up is known, no burst, sleep recorded as the cause',
    run: async (seed) => {
      const clock = createJumpingClock();
      await using rig = await openRig({ seed, platforms: ['twitch', 'discord', 'obs'], clock });
      rig.scope.use(watchForWake(clock, (reason) => rig.system.notifyWake(reason)));
      const findings = new Findings();
      await settleIn(rig, 'twitch', 'discord', 'obs');
      const connections = rig.servers.twitch.connectionCount();
      // A router silently drops the connections of a sleeping machine.
      rig.servers.twitch.faults.freezeConnections();
      rig.servers.discord.faults.freezeLinks();
      clock.jump(8 * hourMs);
      const woke = await until(() => rig.events.some(({ topic }) => topic === 'system.woke'), 8_000);
      findings.expect(woke === true, 'the sleep is noticed');
      const since = clock.monotonic();
      const [twitch, discord] = await Promise.all([
        rig.flowing('twitch', since, 15_000),
        rig.flowing('discord', since, 15_000),
      ]);
      findings.note(
        `Twitch ${twitch === null ? 'never' : seconds(twitch)} and Discord ${discord === null ? 'never' : seconds(discord)} after the wake-up`,
      );
      findings.expect(twitch !== null && twitch <= 3_000, 'Twitch within 3 s');
      findings.expect(discord !== null && discord <= 3_000, 'Discord within 3 s');
      findings.expect(
        rig.servers.twitch.connectionCount() - connections === 1,
        'one new connection to Twitch',
      );
      findings.expect(
        rig.view('obs').supervision.restarts === 0,
        'OBS, which stayed connected, is left alone',
      );
      for (const platform of ['twitch', 'discord'] as const) {
        const [gap] = rig.outages(platform);
        findings.expect(
          gap?.cause.code === 'system.slept',
          `the outage record gives the sleep as the cause (${platform}: ${gap?.cause.code})`,
        );
      }
      return findings.outcome();
    },
  },
  {
    id: 'F29',
    expected: 'clock jumps +1 h and -1 h: no bridge lost, durations correct, order kept, no timer storm',
    run: async (seed) => {
      const clock = createJumpingClock();
      const platforms: readonly Platform[] = ['twitch', 'discord', 'obs'];
      await using rig = await openRig({ seed, platforms, clock });
      rig.scope.use(watchForWake(clock, (reason) => rig.system.notifyWake(reason)));
      const findings = new Findings();
      await settleIn(rig, ...platforms);
      for (const jump of [hourMs, -hourMs]) {
        const from = rig.events.length;
        clock.jump(jump);
        await pause(6_500);
        const since = rig.events.slice(from).filter(({ topic }) => !topic.startsWith('chat.'));
        findings.note(`${jump > 0 ? '+' : '-'}1 h: ${since.length} events`);
        findings.expect(since.length < 60, 'no storm');
        for (const platform of platforms)
          findings.expect(
            !since.some(
              ({ topic, source }) => topic === 'component.failed' && source === bridgeIds[platform],
            ),
            `${platform} stays connected`,
          );
      }
      const began = clock.monotonic();
      rig.servers.twitch.faults.resetMidLine();
      await rig.noticed('twitch', began, 5_000);
      clock.jump(-hourMs);
      await rig.flowing('twitch', began, 8_000);
      const lasted = clock.monotonic() - began;
      const [gap] = rig.outages('twitch');
      const recordedMs = (gap?.endedAt ?? 0) - (gap?.startedAt ?? 0);
      findings.note(`an outage of about ${seconds(lasted)} is reported as ${seconds(recordedMs)}`);
      findings.expect(
        gap?.end === 'recovered' && recordedMs > 0 && recordedMs <= lasted + 100,
        'its duration is correct across the jump',
      );
      const ids = rig.events.map(({ id }) => id);
      findings.expect(
        ids.every((id, index) => index === 0 || (ids[index - 1] ?? '') < id),
        'events keep their order',
      );
      return findings.outcome();
    },
  },
];
