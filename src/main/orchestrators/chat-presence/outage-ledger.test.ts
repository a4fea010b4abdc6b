import { afterEach, describe, expect, it } from 'vitest';
import type { ComponentContext } from '#core/index.ts';
import { createCoreHarness, createRecordingLogger } from '#core/testing/index.ts';
import { bridgeLinkLost, bridgeMissed, bridgeResumed, repeating } from '#shared/catalogue/topics/bridge.ts';
import {
  componentFailed,
  componentRecovered,
  componentStateChanged,
} from '#shared/catalogue/topics/components.ts';
import type { TopicDraft } from '#shared/catalogue/topics/define.ts';
import { discordDisconnected } from '#shared/catalogue/topics/discord.ts';
import { obsDisconnected } from '#shared/catalogue/topics/obs.ts';
import { createCountingIds, Scope } from '#shared/kernel/index.ts';
import { createFakeClock, type FakeClock } from '#shared/kernel/testing/index.ts';
import {
  outageSchema,
  topicMatches,
  type EventRecord,
  type DesiredState,
  type LifecycleState,
  type Outage,
} from '#shared/model/index.ts';
import { OutageLedger } from './outage-ledger.ts';
import { OutageLedgerComponent } from './outage-ledger-component.ts';

/** Runs the ledger once on its own bus, and records all events on the bus. */
const openLife = async (ledger: OutageLedgerComponent) => {
  const { clock, createServices } = createCoreHarness();
  const { bus, random, ids } = createServices();
  const scope = new Scope('outages');
  const events: EventRecord[] = [];
  bus.on('*', (event) => void events.push(event));
  const context: ComponentContext = {
    id: 'outages',
    signal: new AbortController().signal,
    scope,
    clock,
    random,
    ids,
    logger: createRecordingLogger(),
    attempt: 1,
    events: {
      emit: (draft) => bus.emit('outages', draft),
      on: (pattern, listener) => scope.use(bus.on(pattern, listener)),
    },
    fail: () => undefined,
    setCondition: () => undefined,
  };
  await ledger.initialize(context);
  return {
    clock,
    events,
    context,
    emit: (draft: TopicDraft) => bus.emit('test', draft),
    topics: (pattern: string) =>
      events.filter(({ topic }) => topicMatches(pattern, topic)).map(({ topic }) => topic),
    stop: async () => {
      ledger.cleanup();
      await scope.close();
    },
  };
};
type Life = Awaited<ReturnType<typeof openLife>>;

describe('the outage ledger', () => {
  let life: Life | undefined;
  afterEach(async () => {
    await life?.stop();
    life = undefined;
  });

  interface Bench {
    readonly clock: FakeClock;
    readonly ledger: OutageLedgerComponent;
    readonly harness: Life;
    readonly fail: (code?: string, message?: string) => void;
    readonly state: (to: LifecycleState, desired?: DesiredState) => void;
    readonly recover: () => void;
    /** Loses the connection, which the bridge then restores by itself. */
    readonly lose: (reason?: string) => void;
    readonly resume: (replayed: boolean) => void;
    readonly miss: (missed: { count: number | null; more?: boolean; from?: number }, reason?: string) => void;
  }

  /** A ledger that treats all events of the test as events of the bridge "Discord". */
  const open = async (earlier: readonly Outage[] = []): Promise<Bench> => {
    const ledger = new OutageLedgerComponent({
      bridge: (id) => (id === 'test' ? { id: 'discord', title: 'Discord' } : null),
      earlier: () => Promise.resolve(earlier),
    });
    const harness = (life = await openLife(ledger));
    const { clock, emit } = harness;
    const [platform, title] = ['discord', 'Discord'] as const;
    return {
      clock,
      ledger,
      harness,
      fail: (code = 'discord.unreachable', reason = 'Nobody answers.') =>
        void emit(componentFailed({ code, kind: 'transient', attempt: 1 }, { title, reason })),
      state: (to, desired = 'running') =>
        void emit(componentStateChanged({ desired, from: 'stopped', to }, { title })),
      recover: () => void emit(componentRecovered({ lastedMs: 6_000, attempts: 3 }, { title })),
      lose: (reason = 'Discord closed the connection') =>
        void emit(bridgeLinkLost({ platform, code: 'discord.disconnected', since: clock.now() }, { reason })),
      resume: (replayed) =>
        void emit(bridgeResumed({ platform, since: clock.now(), replayed }, { reason: 'Discord is back' })),
      miss: ({ count, more = false, from = clock.now() }, reason = 'Nobody tells how many') =>
        void emit(bridgeMissed({ platform, from, to: clock.now(), count, more }, { reason })),
    };
  };

  it('records an outage with its start, end, cause and attempts', async () => {
    const { clock, ledger, fail, state, recover, harness } = await open();
    const began = clock.now();
    fail();
    for (let attempt = 0; attempt < 3; attempt++) {
      await clock.advance(2_000);
      state('starting');
      if (attempt < 2) fail('discord.refused', 'Another reason.');
    }
    expect(ledger.getFact()).toBe('1 open · 1 today');
    expect(ledger.list()).toMatchObject([{ endedAt: null, end: null }]);
    recover();
    expect(ledger.list()).toEqual([
      {
        id: expect.any(String),
        componentId: 'discord',
        title: 'Discord',
        startedAt: began,
        endedAt: began + 6_000,
        end: 'recovered',
        cause: { code: 'discord.unreachable', message: 'Nobody answers.' },
        attempts: 3,
        missed: { count: null, atLeast: false, message: expect.stringContaining('unknown') },
      },
    ]);
    expect(ledger.getFact()).toBe('0 open · 1 today');
    expect(harness.topics('outage.*')).toEqual(['outage.opened', 'outage.closed']);
    for (const event of harness.events.filter(({ topic }) => topic.startsWith('outage.')))
      expect(outageSchema.safeParse(event.data['outage']).success).toBe(true);
  });

  it('counts the very first connection as an attempt when it fails', async () => {
    const { ledger, fail, state } = await open();
    state('starting');
    fail();
    expect(ledger.list()[0]?.attempts).toBe(1);
  });

  it('ignores a disabled bridge, and ends its open outage', async () => {
    const { ledger, state, fail } = await open();
    state('stopping', 'stopped');
    state('stopped', 'stopped');
    expect(ledger.list()).toEqual([]);
    state('running');
    fail();
    state('stopped', 'stopped');
    expect(ledger.list()).toMatchObject([{ end: 'switched-off' }]);
  });

  it('ignores restarts and other components', async () => {
    const { ledger, state, harness } = await open();
    for (const to of ['stopping', 'stopped', 'starting', 'running'] as const) state(to);
    const fault = { code: 'x.y', kind: 'transient', attempt: 1 } as const;
    life?.context.events.emit(componentFailed(fault, { title: 'Outage ledger', reason: 'It failed' }));
    life?.context.events.emit(
      bridgeLinkLost({ platform: 'obs', code: 'x.y', since: 0 }, { reason: 'It is gone' }),
    );
    expect(harness.events.length).toBeGreaterThan(4);
    expect(ledger.list()).toEqual([]);
  });

  it('records that nothing was missed when the session was resumed', async () => {
    const { clock, ledger, lose, resume } = await open();
    const since = clock.now();
    lose('Discord closed the connection');
    await clock.advance(1_500);
    resume(true);
    expect(ledger.list()).toMatchObject([
      {
        startedAt: since,
        endedAt: since + 1_500,
        end: 'recovered',
        cause: { code: 'discord.disconnected', message: 'Discord closed the connection' },
        attempts: 0,
        missed: { count: 0, atLeast: false },
      },
    ]);
  });

  it('names the platform’s event as the cause of an outage, because the journal keeps that event', async () => {
    const { lose, harness } = await open();
    const emitted = harness.emit(discordDisconnected({ code: 4_000 }));
    harness.emit(
      bridgeLinkLost({ platform: 'discord', code: emitted.topic, since: emitted.at }, repeating(emitted)),
    );
    lose('Another word for the same outage');
    const opened = harness.events.filter((event) => event.topic === 'outage.opened');
    expect(opened).toMatchObject([
      {
        causeId: emitted.id,
        correlationId: emitted.correlationId,
        data: { outage: { cause: { code: 'discord.disconnected', message: emitted.message } } },
      },
    ]);
  });

  it('ignores the topics of the platforms', async () => {
    const { ledger, harness } = await open();
    harness.emit(discordDisconnected({ code: 4_000 }));
    harness.emit(obsDisconnected({ code: 'obs.closed' }, { reason: 'OBS is gone' }));
    expect(ledger.list()).toEqual([]);
  });

  it('adds missed events that are reported later, and leaves others unknown', async () => {
    const { ledger, lose, resume, miss, harness } = await open();
    lose();
    resume(false);
    expect(ledger.list()[0]?.missed.count).toBeNull();
    miss({ count: 100, more: true }, '100 messages or more were written');
    expect(ledger.list()[0]?.missed).toEqual({
      count: 100,
      atLeast: true,
      message: '100 messages or more were written',
    });
    expect(harness.topics('outage.*')).toEqual(['outage.opened', 'outage.closed', 'outage.amended']);
    lose();
    miss({ count: null }, 'Discord does not tell how many');
    expect(ledger.list()[0]?.missed.count).toBeNull();
  });

  it('adds nothing to an outage that ended before the gap', async () => {
    const { clock, ledger, lose, resume, miss } = await open();
    lose();
    await clock.advance(1_000);
    resume(false);
    const during = clock.now() - 500;
    await clock.advance(60_000);
    miss({ count: 9, more: true, from: clock.now() - 1_000 }, 'While it was stopped');
    expect(ledger.list()[0]?.missed.count).toBeNull();
    miss({ count: 2, more: true, from: during }, 'Two follows');
    expect(ledger.list()[0]?.missed).toEqual({ count: 2, atLeast: true, message: 'Two follows' });
  });

  it('names a sleep as the cause of the outages that it caused, from its start', async () => {
    const { clock, ledger, fail, recover } = await open();
    await clock.advance(5_000);
    const fellAsleep = clock.now();
    clock.jumpWall(8 * 3_600_000);
    await clock.advance(5_000);
    fail('discord.silent', 'It does not answer.');
    recover();
    expect(ledger.list()).toMatchObject([
      {
        startedAt: fellAsleep,
        endedAt: clock.now(),
        cause: {
          code: 'system.slept',
          message: 'This computer slept for about 8 h, which broke the connection: It does not answer.',
        },
      },
    ]);
  });

  it('does not blame a sleep for a failure long after it', async () => {
    const { clock, ledger, fail } = await open();
    clock.jumpWall(3_600_000);
    await clock.advance(30_000);
    expect(ledger.list()).toEqual([]);
    fail();
    expect(ledger.list()[0]?.cause.code).toBe('discord.unreachable');
  });

  it('measures an outage correctly across a clock change', async () => {
    const { clock, ledger, fail, recover } = await open();
    fail();
    clock.jumpWall(-3_600_000);
    await clock.advance(2_000);
    recover();
    const [outage] = ledger.list();
    expect((outage?.endedAt ?? 0) - (outage?.startedAt ?? 0)).toBe(2_000);
  });

  it('restores the outages of earlier runs, and ends an open one with its run', async () => {
    const now = createFakeClock().now();
    const earlier: Outage = {
      id: 'earlier',
      componentId: 'discord',
      title: 'Discord',
      startedAt: now - 60_000,
      endedAt: null,
      end: null,
      cause: { code: 'discord.unreachable', message: 'Nobody answers.' },
      attempts: 2,
      missed: { count: null, atLeast: false, message: 'Not known.' },
    };
    const { ledger } = await open([earlier]);
    expect(ledger.list()).toEqual([{ ...earlier, end: 'program-ended' }]);
  });

  it('ends open outages when the program ends', async () => {
    const { fail, harness } = await open();
    fail();
    await life?.stop();
    expect(harness.events.at(-1)).toMatchObject({
      topic: 'outage.closed',
      data: { outage: { end: 'program-ended' } },
    });
  });

  it('keeps a bounded number', () => {
    const clock = createFakeClock();
    const ledger = new OutageLedger(clock, createCountingIds());
    for (let times = 0; times < 700; times++) {
      ledger.open({ componentId: 'discord', title: 'Discord', cause: { code: 'a.b', message: '' } });
      ledger.close('discord', 'recovered');
    }
    expect(ledger.list()).toHaveLength(500);
  });
});
