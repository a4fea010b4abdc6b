import { createFastClock } from '#shared/kernel/testing/index.ts';
import { openFaultProxy } from './fault-proxy.ts';
import { Findings, pause, seconds, until, type FaultRow } from './row.ts';
import { bridgeIds, maple, openRig, type Platform, type Rig } from './rig.ts';

/** Starts at a different moment for each seed, so that no timer always has the same phase. */
export const settleIn = async (rig: Rig, ...platforms: readonly Platform[]): Promise<void> => {
  for (const platform of platforms) {
    if (!(await rig.running(platform))) throw new Error(`${platform} was not ready at the start`);
  }
  await pause(200 + rig.random.next() * 1_500);
};

/** Checks that the window shows a failure within a second: the reason in words, and the next attempt. */
export const expectShown = (
  findings: Findings,
  rig: Rig,
  platform: Platform,
  waitsFor: 'retry' | 'settings' | 'sign-in',
): void => {
  const shown = rig.shown.findLast(({ id }) => id === bridgeIds[platform]);
  findings.expect((shown?.supervision.lastFailure?.message.length ?? 0) > 20, 'the reason is shown in words');
  const waiting = shown?.waiting?.for ?? shown?.state;
  findings.expect(
    waiting === waitsFor || waiting === 'starting',
    `the window shows that it waits for ${waitsFor} (it shows ${waiting})`,
  );
};

const repeated = (ids: readonly string[]): number => ids.length - new Set(ids).size;

export const twitchRows: readonly FaultRow[] = [
  {
    id: 'F1',
    expected: 'reset mid-line: partial line dropped, back <= 1.5 s, joined once, outage recorded',
    run: async (seed) => {
      await using rig = await openRig({ seed, platforms: ['twitch'] });
      const findings = new Findings();
      await settleIn(rig, 'twitch');
      const before = rig.heard.length;
      const since = rig.clock.monotonic();
      rig.servers.twitch.faults.resetMidLine();
      findings.expect((await rig.noticed('twitch', since, 5_000)) !== null, 'noticed');
      const back = await rig.flowing('twitch', since, 10_000);
      findings.note(`back after ${back === null ? 'never' : seconds(back)}`);
      findings.expect(back !== null && back <= 1_500, 'back within 1.5 s');
      findings.expect(rig.servers.twitch.joined().length === 1, 'in the channel once');
      const strange = rig.heard.slice(before).filter(({ text }) => !text.startsWith('are we back'));
      findings.expect(strange.length === 0, 'no message came from the partial line');
      findings.expect(repeated(rig.heard.map(({ id }) => id)) === 0, 'no message twice');
      const [gap] = rig.outages('twitch');
      findings.expect(
        gap?.end === 'recovered' && gap.missed.count === null,
        'the outage is recorded, with an unknown number of missed messages',
      );
      expectShown(findings, rig, 'twitch', 'retry');
      return findings.outcome();
    },
  },
  {
    id: 'F2',
    expected: 'half-open link: noticed <= 10 s, then back as F1',
    run: async (seed) => {
      await using rig = await openRig({ seed, platforms: ['twitch'] });
      const findings = new Findings();
      await settleIn(rig, 'twitch');
      const since = rig.clock.monotonic();
      rig.servers.twitch.faults.freezeConnections();
      const noticed = await rig.noticed('twitch', since, 15_000);
      findings.note(`noticed after ${noticed === null ? 'never' : seconds(noticed)}`);
      findings.expect(noticed !== null && noticed <= 10_000, 'noticed within 10 s');
      const back = await rig.flowing('twitch', rig.clock.monotonic(), 10_000);
      findings.note(`back after another ${back === null ? 'never' : seconds(back)}`);
      findings.expect(back !== null && back <= 1_500, 'back within 1.5 s');
      expectShown(findings, rig, 'twitch', 'retry');
      return findings.outcome();
    },
  },
  {
    id: 'F3',
    expected: 'RECONNECT: new connection first, old one drained, nothing lost, nothing twice',
    run: async (seed) => {
      await using rig = await openRig({ seed, platforms: ['twitch'] });
      const findings = new Findings();
      await settleIn(rig, 'twitch');
      const said: string[] = [];
      const since = rig.clock.monotonic();
      rig.servers.twitch.faults.requestReconnect(2_000);
      for (let line = 0; line < 60; line++) {
        said.push(rig.servers.twitch.say(maple, `line ${line} of seed ${seed}`));
        await pause(50);
      }
      await rig.flowing('twitch', since, 5_000);
      const heard = rig.heard.map(({ id }) => id);
      const lost = said.filter((id) => !heard.includes(id)).length;
      findings.note(`${said.length} lines said over 3 s, ${lost} lost, ${repeated(heard)} twice`);
      findings.expect(lost === 0, 'nothing lost');
      findings.expect(repeated(heard) === 0, 'nothing twice');
      return findings.outcome();
    },
  },
  {
    id: 'F4',
    expected: '2 s latency + 1 s jitter for 10 min: no false dead-link verdict',
    run: async (seed) => {
      const clock = createFastClock(10);
      await using rig = await openRig({ seed, platforms: ['twitch'], clock });
      const findings = new Findings();
      await settleIn(rig, 'twitch');
      rig.servers.twitch.faults.delivery.latencyMs = 2_000;
      rig.servers.twitch.faults.delivery.jitterMs = 1_000;
      await pause(60_000);
      const verdicts = rig.events.filter(({ topic }) => topic === 'component.failed');
      findings.note(`10 min passed at ten times the pace, ${verdicts.length} verdicts`);
      findings.expect(verdicts.length === 0, `no verdict (${verdicts[0]?.message ?? ''})`);
      findings.expect(rig.view('twitch').state === 'running', 'still running');
      return findings.outcome();
    },
  },
  {
    id: 'F5',
    expected: 'one byte per packet, also inside a character: messages identical',
    run: async (seed) => {
      const proxies: AsyncDisposable[] = [];
      await using rig = await openRig({
        seed,
        platforms: ['twitch'],
        twitchUrl: async (server) => {
          const proxy = await openFaultProxy(Number(new URL(server.chatUrl).port));
          proxy.faults.slice = true;
          proxies.push(proxy);
          return `ws://127.0.0.1:${proxy.port}`;
        },
      });
      for (const proxy of proxies) rig.scope.use(proxy);
      const findings = new Findings();
      await settleIn(rig, 'twitch');
      const texts = [
        'plain',
        'grüße aus dem Hafen',
        '海の灯り',
        '🏮🧑‍🚀👩‍👩‍👧',
        `mixed é🏮 ${seed}`,
        'x'.repeat(400),
      ];
      for (const text of texts) rig.servers.twitch.say(maple, text);
      await until(() => rig.heard.length >= texts.length, 5_000);
      const heard = rig.heard.map(({ text }) => text);
      findings.note(`${heard.length} of ${texts.length} heard`);
      findings.expect(JSON.stringify(heard) === JSON.stringify(texts), 'texts are identical and in order');
      return findings.outcome();
    },
  },
  {
    id: 'F6',
    expected: '1 KB/s under load: queues bounded, rejected messages counted and reported, memory stable',
    run: async (seed) => {
      const proxies: Awaited<ReturnType<typeof openFaultProxy>>[] = [];
      await using rig = await openRig({
        seed,
        platforms: ['twitch'],
        twitchUrl: async (server) => {
          const proxy = await openFaultProxy(Number(new URL(server.chatUrl).port));
          proxies.push(proxy);
          return `ws://127.0.0.1:${proxy.port}`;
        },
      });
      for (const proxy of proxies) rig.scope.use(proxy);
      const findings = new Findings();
      await settleIn(rig, 'twitch');
      for (const proxy of proxies) proxy.faults.bytesPerSecond = 1_000;
      let deepest = 0;
      const answers: Promise<{ readonly ok: boolean }>[] = [];
      for (let line = 0; line < 200; line++) {
        answers.push(rig.desk.send({ platform: 'twitch', text: `out ${line}`, cause: 'operator' }));
        rig.servers.twitch.say(maple, `in ${line} ${'x'.repeat(100)}`);
        deepest = Math.max(deepest, rig.desk.targets()[0]?.queueDepth ?? 0);
        await pause(20);
      }
      const rejections = () => rig.events.filter(({ topic }) => topic === 'chat.send-failed').length;
      findings.note(
        `200 sent and 200 received, queue at most ${deepest}, ${rejections()} rejected and reported`,
      );
      findings.expect(deepest <= 51, 'the queue has at most 50 messages and the one being sent');
      findings.expect(rejections() >= 100, 'each rejected message is reported');
      findings.expect(rig.desk.recent(1_000).length <= 500, 'the inbox is bounded');
      void Promise.allSettled(answers);
      return findings.outcome();
    },
  },
  {
    id: 'F7',
    expected: 'sign-in refused: waits for a sign-in, no loop, other bridges untouched',
    run: async (seed) => {
      await using rig = await openRig({
        seed,
        platforms: ['twitch', 'obs'],
        before: ({ twitch }) => void (twitch.faults.refuseSignIns = true),
      });
      const findings = new Findings();
      const waits = await until(() => rig.view('twitch').waiting?.for === 'sign-in', 10_000);
      findings.expect(waits === true, 'it waits for a sign-in');
      await pause(6_000);
      const connections = rig.servers.twitch.connectionCount();
      findings.note(
        `${connections} connections in 6 s, then "${rig.view('twitch').supervision.lastFailure?.code}"`,
      );
      findings.expect(connections === 1, 'exactly one attempt');
      findings.expect(await rig.running('obs', 5_000), 'OBS is untouched');
      expectShown(findings, rig, 'twitch', 'sign-in');
      return findings.outcome();
    },
  },
  {
    id: 'F15',
    expected: 'JOIN never confirmed: marked after 10 s, retried within limits, others unaffected',
    run: async (seed) => {
      await using rig = await openRig({
        seed,
        platforms: ['twitch', 'obs'],
        before: ({ twitch }) => void (twitch.faults.withholdJoin = true),
      });
      const findings = new Findings();
      await until(() => rig.servers.twitch.connectionCount() === 1, 10_000);
      const since = rig.clock.monotonic();
      const marked = await rig.noticed('twitch', since, 14_000);
      const reason = rig.view('twitch').supervision.lastFailure?.code;
      findings.note(`marked after ${marked === null ? 'never' : seconds(marked)} (${reason})`);
      findings.expect(marked !== null && marked >= 9_500 && marked <= 11_500, 'marked after 10 s');
      findings.expect(reason === 'twitch.join-unconfirmed', 'the reason names the JOIN');
      findings.expect(await rig.running('obs', 1_000), 'OBS is untouched');
      rig.servers.twitch.faults.withholdJoin = false;
      // A second attempt may already be running, and takes up to ten seconds.
      findings.expect(await rig.running('twitch', 14_000), 'joined once Twitch confirms again');
      findings.expect(rig.servers.twitch.connectionCount() <= 4, 'within the limits');
      expectShown(findings, rig, 'twitch', 'retry');
      return findings.outcome();
    },
  },
];
