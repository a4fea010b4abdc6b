import { mapleOtter } from '#main/bridges/twitch-api/testing/api-stage.ts';
import { openAuthStage } from '#main/bridges/twitch-auth/testing/auth-stage.ts';
import { openEventsStage } from '#main/bridges/twitch-events/testing/events-stage.ts';
import { createSeededRandom, Fault } from '#shared/kernel/index.ts';
import { Findings, pause, type FaultRow } from './row.ts';

const hourMs = 3_600_000;

type EventsStage = Awaited<ReturnType<typeof openEventsStage>>;

/** Advances the servers' clock in steps of a second, and lets the sockets work after each step. */
const pass = async (stage: EventsStage, forMs: number, done: () => boolean): Promise<number> => {
  let passed = 0;
  for (; passed < forMs && !done(); passed += 1_000) {
    await stage.clock.advance(1_000);
    await pause(2);
    await stage.clock.settle();
  }
  return passed;
};

const faultOf = async (attempt: Promise<unknown>): Promise<Fault | null> =>
  await attempt.then(
    () => null,
    (thrown: unknown) => Fault.from(thrown),
  );

const kindOf = (fault: Fault | null): string => fault?.kind ?? 'no failure';
const describe = (fault: Fault | null): string => (fault ? `${fault.code} (${fault.kind})` : 'no failure');

/**
 * Faults of the Twitch platform other than chat: sign-in, token refresh and EventSub. Uses a manual clock.
 */
export const platformRows: readonly FaultRow[] = [
  {
    id: 'F8',
    expected:
      'token revoked while connected: noticed by the hourly validation, stopped, secrets deleted, asks for a sign-in',
    run: async (seed) => {
      await using stage = await openAuthStage();
      const findings = new Findings();
      const life = await stage.harness.start(stage.auth);
      await stage.pass(seed * 600_000, 60_000);
      stage.server.faults.revokeAuthorization();
      await stage.pass(1.2 * hourMs, 60_000, () => life.failure !== undefined);
      findings.note(`${life.failure?.code ?? 'nothing'} (${life.failure?.kind ?? 'no failure'})`);
      findings.expect(life.failure?.kind === 'authentication', 'it asks for a sign-in');
      findings.expect(stage.store.saved === null, 'the secrets are deleted');
      await life.stop();
      return findings.outcome();
    },
  },
  {
    id: 'F9',
    expected: 'refresh endpoint 500 for 5 min: stays connected, backs off, recovers',
    run: async (seed) => {
      await using stage = await openAuthStage();
      const findings = new Findings();
      const life = await stage.harness.start(stage.auth);
      const before = stage.calls('POST oauth2/token');
      stage.server.faults.failTokens = 500;
      // A token is valid for four hours and is refreshed some time before it expires.
      await stage.pass(4 * hourMs, 60_000, () => stage.calls('POST oauth2/token') > before);
      await stage.pass(300_000 + seed * 1_000, 1_000);
      const tries = stage.calls('POST oauth2/token') - before;
      findings.note(`${tries} tries in 5 min`);
      findings.expect(life.failure === undefined, 'the connection stays up');
      findings.expect(tries >= 2 && tries <= 40, 'it backs off');
      const renewed = stage.server.tokens.refreshes;
      stage.server.faults.failTokens = null;
      await stage.pass(180_000, 1_000, () => stage.server.tokens.refreshes > renewed);
      findings.expect(stage.server.tokens.refreshes === renewed + 1, 'refreshed once when it works again');
      await life.stop();
      return findings.outcome();
    },
  },
  {
    id: 'F10',
    expected: 'two refreshes at once: one request on the wire, the same pair for both',
    run: async (seed) => {
      await using stage = await openAuthStage();
      const findings = new Findings();
      const first = await stage.auth.current();
      if (!first.ok) throw first.error;
      stage.server.faults.expireAccessTokens();
      const askers = 1 + seed * 3;
      const answers = await Promise.all(
        Array.from({ length: askers }, () => stage.auth.replace(first.value.accessToken)),
      );
      const pairs = new Set(
        answers.map((answer) => (answer.ok ? answer.value.accessToken : answer.error.code)),
      );
      findings.note(
        `${askers} asked at once, ${stage.server.tokens.refreshes} on the wire, ${pairs.size} pair`,
      );
      findings.expect(stage.server.tokens.refreshes === 1, 'one request on the wire');
      findings.expect(pairs.size === 1 && answers.every(({ ok }) => ok), 'all get the same pair');
      return findings.outcome();
    },
  },
  {
    id: 'F16',
    expected: 'EventSub: no subscription within 10 s: transient failure, the next start subscribes, once',
    run: async () => {
      await using stage = await openEventsStage();
      const findings = new Findings();
      // Helix responds so late that there is no subscription within ten seconds.
      stage.server.faults.subscriptionDelayMs = 12_000;
      let fault: Fault | null = null;
      void faultOf(stage.eventHarness.start(stage.events)).then((found) => (fault = found));
      await pause(100);
      await pass(stage, 30_000, () => fault !== null);
      findings.note(describe(fault));
      findings.expect(kindOf(fault) === 'transient', 'the failure is transient');
      stage.server.faults.subscriptionDelayMs = 0;
      const asked = stage.server.hub.asked.length;
      const next = await stage.eventHarness.start(stage.events);
      const again = stage.server.hub.asked.slice(asked);
      findings.note(`${again.length} subscriptions after the restart`);
      findings.expect(
        again.length > 0 && new Set(again).size === again.length,
        'each kind is subscribed once',
      );
      await next.stop();
      return findings.outcome();
    },
  },
  {
    id: 'F17',
    expected:
      'session_reconnect to a dead address: old link kept up to 30 s, then a new session with new subscriptions',
    run: async () => {
      await using stage = await openEventsStage();
      const findings = new Findings();
      const life = await stage.eventHarness.start(stage.events);
      const subscribed = stage.server.hub.asked.length;
      stage.server.faults.deadReconnectUrl = true;
      stage.server.faults.requestReconnect();
      await pause(100);
      stage.server.acts.follow(mapleOtter);
      const heardBy = await pass(
        stage,
        5_000,
        () => stage.eventHarness.topics('twitch.followed').length === 1,
      );
      findings.expect(
        stage.eventHarness.topics('twitch.followed').length === 1,
        'the old link still delivers meanwhile',
      );
      const endedAfter = await pass(stage, 40_000, () => life.failure !== undefined);
      findings.note(`given up ${(heardBy + endedAfter) / 1_000} s after the request`);
      findings.expect(
        life.failure?.kind === 'transient' && heardBy + endedAfter <= 32_000,
        'given up within 30 s',
      );
      await life.stop();
      const next = await stage.eventHarness.start(stage.events);
      findings.expect(stage.server.hub.asked.length === 2 * subscribed, 'the fresh session subscribes once');
      await next.stop();
      return findings.outcome();
    },
  },
  {
    id: 'F18',
    expected: 'EventSub duplicates and disorder: each event reported exactly once, in the order of time',
    run: async (seed) => {
      await using stage = await openEventsStage();
      const findings = new Findings();
      const random = createSeededRandom(seed);
      const life = await stage.eventHarness.start(stage.events);
      stage.server.faults.deliveries = 3;
      const names = Array.from({ length: 20 }, (_, index) => `Viewer ${String(index).padStart(2, '0')}`);
      const now = stage.clock.now();
      const arrivals = names
        .map((displayName, index) => ({ displayName, at: now + 5 * index, place: random.next() }))
        .toSorted((left, right) => left.place - right.place);
      for (const { displayName, at } of arrivals)
        stage.server.acts.follow({ login: displayName.toLowerCase().replace(' ', '_'), displayName }, at);
      await stage.arrived(
        'all follows',
        () => stage.eventHarness.topics('twitch.followed').length >= names.length,
      );
      await pass(stage, 5_000, () => false);
      const reported = stage.eventHarness.events
        .filter(({ topic }) => topic === 'twitch.followed')
        .map(({ data }) => data['displayName']);
      findings.note(`${names.length} events in disorder, each sent three times, ${reported.length} emitted`);
      findings.expect(reported.length === names.length, 'each exactly once');
      findings.expect(JSON.stringify(reported) === JSON.stringify(names), 'in time order');
      await life.stop();
      return findings.outcome();
    },
  },
];
