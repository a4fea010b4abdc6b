import { describe, expect, it } from 'vitest';
import { Fault } from '#shared/kernel/index.ts';
import { createScriptedSystem, needsOf, type ScriptedSystem } from '../testing/scripted-system.ts';

/** The public record of starts, failures and stops: events, log lines and reports. */

const bridge = { kind: 'bridge' } as const;
const lost = new Fault('obs.lost', 'OBS closed the connection', {
  kind: 'transient',
  retryAfterMs: 400,
  details: { closeCode: 1_006 },
});
const wrong = new Fault('store.wrong', 'The path is wrong', {
  kind: 'configuration',
  action: { kind: 'open-settings', label: 'Choose a folder', target: 'store' },
});

const eventsOf = ({ system }: ScriptedSystem, topic: string) => system.events.recent(topic, 100);

describe('an outage', () => {
  it('is recorded failure by failure, and logged once at its start and once at its end', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    await show.system.start();
    show.part('obs').starts.push({ fail: lost }, { fail: lost });
    show.part('obs').breakDown(lost);
    await show.clock.advance(5_000);
    expect(show.view('obs').state).toBe('running');
    expect(
      eventsOf(show, 'component.failed').map(({ source, level, message, data }) => [
        source,
        level,
        message,
        data,
      ]),
    ).toEqual(
      [1, 2, 3].map((attempt) => [
        'obs',
        'error',
        'obs failed: OBS closed the connection',
        { code: 'obs.lost', kind: 'transient', attempt, closeCode: 1_006 },
      ]),
    );
    const retries = eventsOf(show, 'component.retry-scheduled');
    expect(retries.map(({ level, data }) => [level, data['attempt']])).toEqual([
      ['debug', 2],
      ['debug', 3],
      ['debug', 4],
    ]);
    expect(retries[0]).toMatchObject({ message: 'obs retries in 400 ms', data: { delayMs: 400 } });
    const [recovered] = eventsOf(show, 'component.recovered');
    const lastedMs = Number(recovered?.data['lastedMs']);
    expect(recovered).toMatchObject({ data: { attempts: 3 } });
    expect(recovered?.message).toMatch(/^obs is running again after [\d.]+ m?s$/);
    expect(lastedMs).toBeGreaterThanOrEqual(1_200);
    const lines = show.lines.filter(({ logger }) => logger.endsWith('obs'));
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      ['error', 'Failed'],
      ['info', 'The outage is over'],
    ]);
    expect(lines[0]?.fields).toMatchObject({ code: 'obs.lost', kind: 'transient' });
    expect(lines[1]?.fields).toMatchObject({ lastedMs, attempts: 3 });
  });

  it('has the code of the fault, also when a detail of the fault has the same name', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    const details = { request: 'GetVersion', code: 203, kind: 'a kind of theirs', attempt: 'first' };
    show.part('obs').starts.push({
      fail: new Fault('obs.refused', 'OBS refused GetVersion (code 203)', { kind: 'transient', details }),
    });
    await show.system.start();
    expect(eventsOf(show, 'component.failed').map(({ data }) => data)).toEqual([
      { code: 'obs.refused', kind: 'transient', attempt: 1, request: 'GetVersion' },
    ]);
  });

  it.each([
    [900, '900 ms'],
    [949, '949 ms'],
    [950, '1 s'],
    [12_340, '12.3 s'],
  ])('states the delay in words: %d ms', async (retryAfterMs, words) => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    show.part('obs').starts.push({
      fail: new Fault('obs.busy', 'OBS is busy', { kind: 'dependency', retryAfterMs: 120_000 }),
    });
    await show.system.start();
    await show.system.command('stop', 'obs');
    show
      .part('obs')
      .starts.push({ fail: new Fault('obs.busy', 'OBS is busy', { kind: 'transient', retryAfterMs }) });
    // A manual start resets the backoff: half a second at most, unless the remote side asks for more.
    await show.system.command('start', 'obs');
    const [last] = eventsOf(show, 'component.retry-scheduled').slice(-1);
    expect(last).toMatchObject({
      message: `obs retries in ${words}`,
      data: { delayMs: retryAfterMs },
    });
  });

  it('ends when the component is switched off: its next start is no recovery', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    await show.system.start();
    show.part('obs').starts.push({ fail: lost }, { fail: lost });
    show.part('obs').breakDown(lost);
    await show.clock.advance(400);
    expect(show.view('obs').supervision.attempt).toBe(2);
    await show.system.command('stop', 'obs');
    expect(show.view('obs').supervision).toMatchObject({ attempt: 0, lastFailure: { code: 'obs.lost' } });
    await show.clock.advance(7_200_000);
    show.part('obs').starts.length = 0;
    await show.system.command('start', 'obs');
    expect(show.part('obs').context?.attempt).toBe(1);
    expect(show.view('obs').state).toBe('running');
    expect(eventsOf(show, 'component.recovered')).toEqual([]);
  });

  it('that ends in quarantine has its evidence recorded', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    for (let times = 0; times < 5; times++) show.part('obs').starts.push({ fail: new TypeError('a bug') });
    await show.system.start();
    await show.clock.advance(60_000);
    expect(eventsOf(show, 'component.quarantined')).toMatchObject([
      {
        level: 'error',
        message: 'obs failed 5 times because of a defect and is disabled until you start it',
        data: { evidence: { length: 5 } },
      },
    ]);
    expect(show.view('obs').waiting).toEqual({
      for: 'operator',
      message: 'obs failed too often and is disabled until you start it',
    });
    expect(eventsOf(show, 'component.retry-scheduled')).toHaveLength(4);
  });
});

describe('a start', () => {
  it('of an orchestrator is reported component by component', async () => {
    const show = createScriptedSystem({
      show: {
        store: {},
        obs: bridge,
        scenes: { ...bridge, ...needsOf('obs') },
        off: { enabled: () => false },
      },
    });
    show.part('store').starts.push('hang');
    show.part('obs').starts.push({ fail: lost });
    const starting = show.system.start();
    await show.clock.advance(300);
    show.part('store').release();
    const report = (await starting).get('show');
    expect(report).toMatchObject({
      ok: true,
      value: {
        orchestratorId: 'show',
        outcome: 'degraded',
        tookMs: 300,
        components: [
          {
            componentId: 'store',
            outcome: 'running',
            beganAfterMs: 0,
            tookMs: 300,
            fault: null,
            waitsFor: null,
          },
          {
            componentId: 'obs',
            outcome: 'failed',
            beganAfterMs: 0,
            tookMs: 0,
            fault: { code: 'obs.lost' },
            waitsFor: null,
          },
          {
            componentId: 'scenes',
            outcome: 'waiting',
            beganAfterMs: null,
            tookMs: null,
            waitsFor: 'Waiting for obs',
          },
          { componentId: 'off', outcome: 'switched-off', beganAfterMs: null, fault: null },
        ],
      },
    });
    expect(eventsOf(show, 'orchestrator.started')).toMatchObject([
      {
        source: 'show',
        level: 'warning',
        message: 'show started without obs, scenes',
        data: { outcome: 'degraded', tookMs: 300, components: { length: 4 } },
      },
    ]);
  });

  it('of everything is recorded as info, and repeating it succeeds', async () => {
    const show = createScriptedSystem({ show: { store: {} } });
    await show.system.start();
    expect(eventsOf(show, 'orchestrator.started')).toMatchObject([
      { level: 'info', message: 'show started', data: { outcome: 'running' } },
    ]);
    expect((await show.system.start()).get('show')).toMatchObject({
      ok: true,
      value: { outcome: 'running' },
    });
    expect(eventsOf(show, 'orchestrator.started')).toHaveLength(1);
  });

  it('that was rolled back names the failed component, with the kind of fault and what to do', async () => {
    const show = createScriptedSystem({ show: { store: {}, engine: needsOf('store') } });
    show.part('store').starts.push({ fail: wrong });
    const message = 'show could not start and was rolled back: store failed. The path is wrong';
    expect((await show.system.start()).get('show')).toMatchObject({
      ok: false,
      error: {
        code: 'lifecycle.start-rolled-back',
        kind: 'configuration',
        message,
        action: { label: 'Choose a folder' },
        details: { componentId: 'store' },
        cause: wrong,
      },
    });
    expect(eventsOf(show, 'orchestrator.start-failed')).toMatchObject([
      { level: 'error', message, data: { code: 'store.wrong' } },
    ]);
  });

  it('that was rolled back for a transient failure is retried automatically', async () => {
    const show = createScriptedSystem({ show: { store: {}, engine: needsOf('store') } });
    show.part('engine').starts.push({ fail: lost });
    await show.system.start();
    expect(show.view('show')).toMatchObject({ state: 'failed', waiting: { for: 'retry' } });
    await show.clock.advance(1_000);
    expect(show.states()).toEqual({ show: 'running', store: 'running', engine: 'running' });
    expect(show.part('store').calls).toEqual(['initialize', 'up', 'cleanup', 'initialize', 'up']);
  });

  it('that is stopped before it is complete is reported as cancelled', async () => {
    const show = createScriptedSystem({ show: { store: {} } });
    show.part('store').starts.push('wait');
    const starting = show.system.start();
    await show.clock.settle();
    await show.system.stop();
    expect((await starting).get('show')).toMatchObject({
      ok: false,
      error: {
        code: 'lifecycle.start-cancelled',
        kind: 'dependency',
        message: 'show was stopped before its start was complete',
      },
    });
  });
});

describe('a stop', () => {
  it('reports every problem on the way, and continues', async () => {
    const show = createScriptedSystem({ show: { store: {}, obs: bridge, fine: {} } });
    await show.system.start();
    show.part('store').stops.push({ fail: new Error('stuck') });
    show.part('obs').stops.push('hang');
    const stopping = show.system.stop();
    await show.clock.advance(5_000);
    const report = (await stopping).get('show');
    expect(report).toMatchObject({
      ok: true,
      value: {
        orchestratorId: 'show',
        tookMs: 5_000,
        faults: [
          { componentId: 'store', fault: { code: 'lifecycle.cleanup-failed', message: 'stuck' } },
          { componentId: 'obs', fault: { code: 'lifecycle.cleanup-timed-out' } },
        ],
      },
    });
    expect(eventsOf(show, 'orchestrator.stopped')).toMatchObject([
      {
        level: 'warning',
        message: 'show has stopped with 2 problems',
        data: { tookMs: 5_000, faults: [{ componentId: 'store', message: 'stuck' }, { componentId: 'obs' }] },
      },
    ]);
    expect(eventsOf(show, 'component.cleanup-failed')).toMatchObject([
      {
        source: 'store',
        level: 'warning',
        message: 'store did not shut down cleanly: stuck',
        data: { code: 'lifecycle.cleanup-failed' },
      },
      { source: 'obs' },
    ]);
    expect(eventsOf(show, 'component.hung')).toMatchObject([
      {
        source: 'obs',
        level: 'error',
        message: 'obs ignores its stop signal and cannot start again until it has ended',
      },
    ]);
    expect(show.lines.filter(({ message }) => message === 'Cleaning up failed')).toHaveLength(2);
    show.part('obs').release();
    await show.clock.settle();
    expect((await show.system.start()).get('show')).toMatchObject({ ok: true });
    expect((await show.system.stop()).get('show')).toMatchObject({ value: { faults: [], tookMs: 0 } });
    expect(eventsOf(show, 'orchestrator.stopped').at(-1)).toMatchObject({
      level: 'info',
      message: 'show has stopped',
    });
  });

  it('requested twice is one stop, and stopping a stopped orchestrator does nothing', async () => {
    const show = createScriptedSystem({ show: { store: {} } });
    expect((await show.system.stop()).get('show')).toEqual({
      ok: true,
      value: { orchestratorId: 'show', tookMs: 0, faults: [] },
    });
    await show.system.start();
    const [first, second] = await Promise.all([show.system.stop(), show.system.stop()]);
    expect(first.get('show')).toEqual(second.get('show'));
    expect(eventsOf(show, 'orchestrator.stopped')).toHaveLength(1);
  });

  it('lets a start that was requested in the meantime begin afterwards', async () => {
    const show = createScriptedSystem({ show: { store: {} } });
    await show.system.start();
    show.part('store').stops.push('hang');
    const stopping = show.system.stop();
    await show.clock.settle();
    const starting = show.system.start();
    show.part('store').release();
    await stopping;
    expect((await starting).get('show')).toMatchObject({ ok: true });
    expect(show.states()).toEqual({ show: 'running', store: 'running' });
  });
});

describe('an id', () => {
  it.each([
    ['', 'registry.blank-id', 'The id of a component must not be blank'],
    ['  ', 'registry.blank-id', 'The id of a component must not be blank'],
    [
      'Twitch Chat',
      'registry.bad-id',
      '"Twitch Chat" is not a valid id: use lower-case words joined by "-", ":" or "."',
    ],
    ['store', 'registry.duplicate-id', 'There is already a component "store"'],
    ['show', 'registry.duplicate-id', 'There is already a component "show"'],
  ])('is refused before anything runs: "%s"', (id, code, message) => {
    const { registerLate } = createScriptedSystem({ show: { store: {} } });
    let thrown: unknown;
    try {
      registerLate('show', id, {});
    } catch (reason) {
      thrown = reason;
    }
    expect(thrown).toMatchObject({ code, kind: 'defect', message });
  });

  it('that is unknown is reported with its dependents, and nothing starts', async () => {
    const show = createScriptedSystem({ show: { store: {} } });
    show.registerLate('show', 'late', needsOf('nowhere'));
    expect((await show.system.start()).get('show')).toMatchObject({
      ok: false,
      error: { code: 'registry.bad-graph', message: '"late" needs "nowhere", which does not exist' },
    });
    expect(show.states()).toEqual({ show: 'idle', store: 'idle', late: 'idle' });
  });
});

describe('a removed component', () => {
  it('is stopped, deleted, and missed by its dependents', async () => {
    const show = createScriptedSystem({
      show: { store: {}, obs: bridge, scenes: { ...bridge, ...needsOf('obs') } },
    });
    await show.system.start();
    const changes: unknown[] = [];
    show.system.onChange((change) => changes.push(change));
    expect(await show.unregister('show', 'obs')).toBe(true);
    expect(show.part('obs').calls).toEqual(['initialize', 'up', 'cleanup']);
    expect(show.states()).toEqual({ show: 'degraded', store: 'running', scenes: 'stopped' });
    expect(changes).toContainEqual({ kind: 'removed', id: 'obs' });
    expect(await show.unregister('show', 'obs')).toBe(false);
    show.registerLate('show', 'obs', bridge);
    await show.clock.settle();
    expect(show.states()).toEqual({ show: 'running', store: 'running', scenes: 'running', obs: 'running' });
  });

  it('leaves no wait behind when it was waiting', async () => {
    const show = createScriptedSystem({ show: { obs: bridge } });
    show.part('obs').starts.push({ fail: lost });
    await show.system.start();
    await show.unregister('show', 'obs');
    await show.system.stop();
    expect(show.clock.pending).toBe(0);
  });
});
