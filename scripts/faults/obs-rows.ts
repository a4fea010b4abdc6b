import { monitorEventLoopDelay } from 'node:perf_hooks';
import { componentRetryScheduled, componentStateChanged } from '#shared/catalogue/topics/components.ts';
import { expectShown, settleIn } from './twitch-rows.ts';
import { Findings, pause, seconds, until, type FaultRow } from './row.ts';
import { openRig } from './rig.ts';

export const obsRows: readonly FaultRow[] = [
  {
    id: 'F23',
    expected:
      'OBS not running at start: <= 1 attempt per 5 s, connects with the first attempt after OBS opens',
    run: async (seed) => {
      await using rig = await openRig({ seed, platforms: ['obs'], before: ({ obs }) => obs.faults.goDown() });
      const findings = new Findings();
      await pause(16_000 + rig.random.next() * 4_000);
      const attempts = rig.events.filter(
        ({ topic, source }) => topic === 'component.failed' && source === 'obs:main',
      );
      const gaps = attempts.slice(1).map(({ at }, index) => at - (attempts[index]?.at ?? 0));
      findings.note(`${attempts.length} attempts, ${gaps.map(seconds).join(' and ')} apart`);
      findings.expect(
        gaps.every((gap) => gap >= 4_500),
        'at most one attempt in 5 s',
      );
      expectShown(findings, rig, 'obs', 'retry');
      const since = rig.clock.monotonic();
      await rig.servers.obs.faults.comeBack();
      const opened = rig.events.length;
      findings.expect(await rig.running('obs', 60_000), 'connected');
      findings.note(`connected ${seconds(rig.clock.monotonic() - since)} after OBS opened`);
      // The duration of an attempt depends on the load of the machine, but its start is up to the program.
      const waits = rig.events
        .filter((event) => componentRetryScheduled.is(event))
        .map(({ data }) => data.delayMs);
      findings.expect(
        waits.every((wait) => wait <= 5_000),
        'every attempt at most 5 s after the previous one',
      );
      const begun = rig.events
        .slice(opened)
        .filter((event) => event.source === 'obs:main' && componentStateChanged.is(event))
        .filter(({ data }) => data['to'] === 'starting');
      findings.expect(begun.length <= 1, 'the first attempt after OBS opened connects');
      return findings.outcome();
    },
  },
  {
    id: 'F24',
    expected: 'wrong password: stops and asks, one attempt',
    run: async (seed) => {
      await using rig = await openRig({ seed, platforms: ['obs'], obsPassword: `wrong ${seed}` });
      const findings = new Findings();
      const asks = await until(
        () => ['settings', 'sign-in'].includes(rig.view('obs').waiting?.for ?? ''),
        8_000,
      );
      findings.expect(asks === true, 'it waits for a person');
      await pause(6_000);
      const attempts = rig.events.filter(
        ({ topic, source }) => topic === 'component.failed' && source === 'obs:main',
      );
      findings.note(`${attempts.length} attempt in 6 s, "${rig.view('obs').supervision.lastFailure?.code}"`);
      findings.expect(attempts.length === 1, 'exactly one attempt');
      return findings.outcome();
    },
  },
  {
    id: 'F25',
    expected: 'OBS killed mid-request: pending rejected <= 1 s, state re-read after its return',
    run: async (seed) => {
      await using rig = await openRig({ seed, platforms: ['obs'] });
      const findings = new Findings();
      await settleIn(rig, 'obs');
      const { obs } = rig.servers;
      obs.faults.delayAnswers(2_000);
      const bridge = rig.studio.obs('obs:main');
      const pending = bridge?.setScene('Main');
      await pause(100);
      const since = rig.clock.monotonic();
      await obs.faults.goDown();
      const answer = await pending;
      const rejected = rig.clock.monotonic() - since;
      findings.note(`pending settled after ${seconds(rejected)}`);
      findings.expect(answer?.ok === false && rejected <= 1_000, 'the pending request failed within 1 s');
      obs.faults.delayAnswers(0);
      obs.setScene('Be right back');
      await obs.faults.comeBack();
      findings.expect(await rig.running('obs', 10_000), 'back');
      findings.expect(
        bridge?.state.currentScene === 'Be right back',
        'the current scene is known, not the previous one',
      );
      findings.expect(rig.outages('obs')[0]?.end === 'recovered', 'the outage is recorded');
      return findings.outcome();
    },
  },
  {
    id: 'F26',
    expected: 'OBS freezes: requests time out in 3 s, later ones fail at once, noticed <= 10 s',
    run: async (seed) => {
      await using rig = await openRig({ seed, platforms: ['obs'] });
      const findings = new Findings();
      await settleIn(rig, 'obs');
      const bridge = rig.studio.obs('obs:main');
      const since = rig.clock.monotonic();
      rig.servers.obs.faults.answer(false);
      const first = await bridge?.setScene('Main');
      const took = rig.clock.monotonic() - since;
      const again = rig.clock.monotonic();
      const second = await bridge?.setScene('Main');
      const tookAgain = rig.clock.monotonic() - again;
      findings.note(`first request ${seconds(took)}, next ${seconds(tookAgain)}`);
      findings.expect(first?.ok === false && took <= 3_500, 'the first request timed out in 3 s');
      findings.expect(second?.ok === false && tookAgain <= 200, 'the next one failed at once');
      const noticed = await rig.noticed('obs', since, 14_000);
      findings.note(`given up after ${noticed === null ? 'never' : seconds(noticed)}`);
      findings.expect(noticed !== null && noticed <= 10_500, 'noticed within 10 s');
      rig.servers.obs.faults.answer(true);
      findings.expect(await rig.running('obs', 8_000), 'back within 8 s of OBS answering');
      return findings.outcome();
    },
  },
  {
    id: 'F27',
    alone: true,
    expected: 'a scene list of 5,000: no task over 50 ms (best of three, server in the same process)',
    run: async (seed) => {
      const scenes = Array.from({ length: 5_000 }, (_, index) => `Scene ${index} of ${seed}`);
      const findings = new Findings();
      let best = Infinity;
      for (let times = 0; times < 3; times++) {
        await using rig = await openRig({ seed, platforms: ['obs'] });
        await settleIn(rig, 'obs');
        const delay = monitorEventLoopDelay({ resolution: 5 });
        delay.enable();
        rig.servers.obs.faults.changeSceneCollection(scenes, 50);
        const read = await until(() => rig.studio.obs('obs:main')?.state.scenes?.length === 5_000, 8_000);
        await pause(200);
        delay.disable();
        findings.expect(read === true, 'all 5,000 are known');
        best = Math.min(best, delay.max / 1e6);
      }
      findings.note(`longest task ${Math.round(best)} ms`);
      findings.expect(best <= 50, 'no task over 50 ms');
      return findings.outcome();
    },
  },
];
